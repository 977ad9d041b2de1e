package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.DocPage;
import dev.berth.cli.WholeBerth;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What docs/shadow.md has an operator type is understood, and what it shows is what comes out. */
class ShadowPageTest {
    @Test
    void printsWhatTheReportShows() throws Exception {
        List<DocPage.Command> commands = DocPage.read("shadow.md", "http://127.0.0.1:8778").commands().stream()
                .filter(command -> !command.text().startsWith("mvn"))
                .toList();
        assertThat(commands).hasSize(4);
        try (BrokerlessServer there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                BrokerlessServer here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                ShadowedPair pair =
                        ShadowedPair.of("http://127.0.0.1:" + there.port(), "http://127.0.0.1:" + here.port())) {
            ShadowTest.call(pair.url(), "GET", "/resource_providers", null);
            ShadowTest.call(pair.url(), "GET", "/regions", null);
            pair.awaitInLine();
            for (DocPage.Command command : commands) {
                String[] words = command.text().strip().split(" +");
                if (words[0].equals("berth")) {
                    CommandLine berth = WholeBerth.commandLine();
                    berth.parseArgs(Arrays.copyOfRange(words, 1, words.length));
                } else {
                    String path = words[words.length - 1].replace("http://127.0.0.1:8781", "");
                    String method = command.text().contains("-X POST") ? "POST" : "GET";
                    String shown = ShadowTest.call(pair.reportUrl(), method, path, null)
                            .body();
                    assertThat(plain(shown)).as(command.text()).isEqualTo(plain(command.output()));
                }
            }
        }
    }

    /** Without what is another each time. */
    private static String plain(String text) {
        return text.strip()
                .replaceAll("Since \\S+,", "Since T,")
                .replaceAll("[0-9][0-9,.]*", "N")
                .replaceAll(" +", " ");
    }
}
