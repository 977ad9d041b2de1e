package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.host.ComputeNodeHandler;
import dev.berth.api.host.EnrolmentHandler;
import dev.berth.api.host.FleetHandler;
import dev.berth.api.host.HostHandler;
import dev.berth.api.host.HostLifeHandler;
import dev.berth.api.host.HostListHandler;
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
     * @param board the rows of hosts, which also receives the hosts that were heard of
     */
    public static List<Route> addTo(List<Route> routes, Backend backend, HostBoard board) {
        List<Route> all = new ArrayList<>(routes);
        LastReportHandler last = new LastReportHandler(backend, board, System::currentTimeMillis);
        HostHandler hosts = new HostHandler(backend, ReportRate.standard(), System::nanoTime, last);
        EnrolmentHandler enrolments = new EnrolmentHandler(backend);
        HostLifeHandler life = new HostLifeHandler(backend);
        all.add(Route.get("/hosts")
                .policy("berth:hosts:list")
                .query(Schemas.HOSTS_QUERY)
                .summary("Hosts, filtered, a page at a time")
                .replies(200, Schemas.REPLY_HOSTS)
                .answeredBy(new HostListHandler(backend, last)::list));
        all.add(Route.get("/fleet")
                .policy("berth:hosts:list")
                .query(Schemas.FLEET_QUERY)
                .summary("Every tree of providers in short: what it has and what is used, a page at a time")
                .replies(200, Schemas.REPLY_FLEET)
                .handledBy(new FleetHandler(backend)::list));
        all.add(Route.get(HOST)
                .policy("berth:hosts:show")
                .summary("What is known of a host: its agent, its tree, who is on it")
                .replies(200, Schemas.REPLY_HOST)
                .answeredBy(hosts::show));
        all.add(Route.post(HOST + "/report")
                .policy("berth:hosts:report")
                .body(Schemas.HOST_REPORT_POST)
                .summary("Report what a host has; the answer is what was decided")
                .replies(200, Schemas.REPLY_HOST_REPORT)
                .handledBy(hosts::report));
        all.add(Route.get(HOST + "/compute-node")
                .policy("berth:hosts:compute_node:show")
                .summary("A host as the record that resource trackers kept before there was Placement")
                .replies(200, Schemas.REPLY_COMPUTE_NODE)
                .answeredBy(new ComputeNodeHandler(backend)::show));
        all.add(Route.get(HOST + "/report")
                .policy("berth:hosts:report:show")
                .answerer(Answerer.OWNER)
                .query(Schemas.HOST_REPORT_QUERY)
                .summary("What became of a host's last report, and what is in force of it")
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
        all.add(Route.put(HOST + "/drain")
                .policy("berth:hosts:drain")
                .body(Schemas.DRAIN_PUT)
                .summary("Keep new consumers off a host, for a reason")
                .replies(200, Schemas.REPLY_HOST_DRAIN)
                .handledBy(life::drain));
        all.add(Route.delete(HOST + "/drain")
                .policy("berth:hosts:undrain")
                .summary("Let new consumers on to a host again")
                .replies(200, Schemas.REPLY_HOST_DRAIN)
                .handledBy(life::undrain));
        all.add(Route.put(HOST + "/name")
                .policy("berth:hosts:rename")
                .body(Schemas.HOST_NAME_PUT)
                .summary("Give a host another name, and what is named after it")
                .replies(200, Schemas.REPLY_HOST_NAME)
                .handledBy(life::rename));
        all.add(Route.delete(HOST)
                .policy("berth:hosts:remove")
                .query(Schemas.HOST_DELETE_QUERY)
                .summary("Remove a host with its tree; by force also what is held there")
                .replies(200, Schemas.REPLY_HOST_REMOVAL)
                .handledBy(life::remove));
        return List.copyOf(all);
    }
}
