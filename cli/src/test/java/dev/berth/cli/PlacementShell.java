package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A service of its own, and berth's commands typed at it, in words that have no blanks. */
public final class PlacementShell implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));

    /** One for all that is typed: to make all commands for each of them would take most of the time. */
    private final StringWriter out = new StringWriter();

    private final StringWriter err = new StringWriter();
    private final CommandLine berth = Berth.commandLine(new PrintWriter(out, true), new PrintWriter(err, true));

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    BrokerlessServer server() {
        return server;
    }

    /** One at a time, whoever types. */
    public synchronized Run run(String typed) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int status = berth.execute(words(url(), typed));
        return new Run(status, out.toString(), err.toString());
    }

    /** The same at another address, by a command line of its own. */
    public static Run runAt(String url, String typed) {
        return Run.of(words(url, typed));
    }

    private static String[] words(String url, String typed) {
        List<String> words = new ArrayList<>(List.of(typed.split(" +")));
        words.add("--url=" + url);
        return words.toArray(String[]::new);
    }

    /** What the command prints, which has to succeed. */
    public String out(String typed) {
        Run run = run(typed);
        assertThat(run.status()).as(typed + ": " + run.err()).isZero();
        return run.out();
    }

    public JsonNode json(String typed) {
        try {
            return JSON.readTree(out(typed + " --json"));
        } catch (IOException e) {
            throw new UncheckedIOException(typed, e);
        }
    }

    public String table(String typed) {
        return out(typed + " --table").strip();
    }

    /** What the command says when it is refused. */
    public String refusal(String typed) {
        Run run = run(typed);
        assertThat(run.status()).as(typed + ": " + run.out()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        return run.err().strip();
    }

    @Override
    public void close() {
        server.close();
    }
}
