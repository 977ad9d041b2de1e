package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.host.EnrolmentHandler;
import dev.berth.api.host.HostHandler;
import dev.berth.api.host.LastReportHandler;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.schema.Schemas;
import dev.berth.events.report.ReportRate;
import dev.berth.projector.board.HostBoard;
import java.util.ArrayList;
import java.util.List;

/** Reports of hosts, and what lets agents send them: an extension of Berth's, the same in every version of the API. */
public final class HostRoutes {
    private static final String HOST = "/hosts/{uuid}";
    private static final String ENROLMENT = HOST + "/enrolment";

    private HostRoutes() {}

    /**
     * The given routes, with these added.
     *
     * @param board what is told of hosts, and is told of those that are heard of
     */
    public static List<Route> addTo(List<Route> routes, Backend backend, HostBoard board) {
        List<Route> all = new ArrayList<>(routes);
        LastReportHandler last = new LastReportHandler(backend, board, System::currentTimeMillis);
        HostHandler hosts = new HostHandler(backend, ReportRate.standard(), System::nanoTime, last);
        EnrolmentHandler enrolments = new EnrolmentHandler(backend);
        all.add(Route.get(HOST)
                .policy("berth:hosts:show")
                .summary("What is known of a host by its agent")
                .replies(200, Schemas.REPLY_HOST)
                .answeredBy(hosts::show));
        all.add(Route.post(HOST + "/report")
                .policy("berth:hosts:report")
                .body(Schemas.HOST_REPORT_POST)
                .summary("Report what a host has; the answer is what was decided")
                .replies(200, Schemas.REPLY_HOST_REPORT)
                .handledBy(hosts::report));
        all.add(Route.get(HOST + "/report")
                .policy("berth:hosts:report:show")
                .answerer(Answerer.OWNER)
                .query(Schemas.HOST_REPORT_QUERY)
                .summary("What became of a host's last report, and what stands of it")
                .replies(200, Schemas.REPLY_HOST_LAST_REPORT)
                .answeredBy(last::show));
        all.add(Route.get(ENROLMENT)
                .policy("berth:hosts:enrolment:show")
                .summary("What lets the agent of a host report")
                .replies(200, Schemas.REPLY_ENROLMENT)
                .answeredBy(enrolments::show));
        all.add(Route.put(ENROLMENT)
                .policy("berth:hosts:enrolment:update")
                .body(Schemas.ENROLMENT_PUT)
                .summary("Enrol a host, or replace its key or its user")
                .replies(204)
                .handledBy(enrolments::replace));
        all.add(Route.delete(ENROLMENT)
                .policy("berth:hosts:enrolment:delete")
                .summary("Withdraw a host; its providers stay")
                .replies(204)
                .handledBy(enrolments::delete));
        return List.copyOf(all);
    }
}
