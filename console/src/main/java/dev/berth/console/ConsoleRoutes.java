package dev.berth.console;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the console's files. They say nothing of a cloud, so everybody may have them; what the pages show they ask of
 * the API with their reader's token.
 */
public final class ConsoleRoutes {
    /** Nothing from elsewhere, nothing written in the page itself, and in nobody's frame. */
    static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

    private final ConsoleFiles files = new ConsoleFiles();

    private ConsoleRoutes() {}

    /** The given routes, with these added. */
    public static List<Route> addTo(List<Route> routes) {
        ConsoleRoutes console = new ConsoleRoutes();
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/console")
                .content(Content.ANY)
                .summary("The console, for browsers")
                .replies(200)
                .answeredBy(call -> answer(console.files.page(), "no-cache")));
        // The page names its files from where it stands, so it can only stand at one address.
        all.add(Route.get("/console/")
                .content(Content.ANY)
                .summary("Leads to the console")
                .replies(308)
                .answeredBy(call -> Answer.empty(308).header("location", "../console")));
        all.add(Route.get("/console/{version}/{file}")
                .content(Content.ANY)
                .summary("A file of the console; it never changes")
                .replies(200)
                .answeredBy(console::file));
        return List.copyOf(all);
    }

    private Answer file(Call call) {
        if (!call.parameter("version").equals(files.version())) {
            throw Problem.notFound("This service has another console; load /console again.")
                    .exception();
        }
        return files.file(call.parameter("file"))
                .map(file -> answer(file, "public, max-age=31536000, immutable"))
                .orElseThrow(
                        () -> Problem.notFound("The console has no such file.").exception());
    }

    private static Answer answer(ConsoleFile file, String caching) {
        return Answer.bytes(200, file.type(), file.bytes())
                .orGzip(file.gzip())
                .header("cache-control", caching)
                .header("content-security-policy", POLICY)
                .header("x-content-type-options", "nosniff")
                .header("referrer-policy", "no-referrer");
    }
}
