package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.output.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands of docs/placement-commands.md, typed as they stand there, print what stands there. */
class PlacementCommandsPageTest {
    @Test
    void commandsDoWhatTheirPageSays() throws Exception {
        String watched = System.getProperty(Terminal.PROPERTY);
        System.setProperty(Terminal.PROPERTY, "true");
        try (PlacementShell shell = new PlacementShell()) {
            List<DocPage.Command> commands =
                    DocPage.read("placement-commands.md", shell.url()).commands();
            assertThat(commands).hasSize(11);
            for (String setUp : commands.get(0).text().split("\n")) {
                shell.out(setUp.substring("berth ".length()));
            }
            for (DocPage.Command command : commands.subList(1, commands.size())) {
                String typed = command.text().replace("\\\n", " ").substring("berth ".length());
                assertThat(words(shell.run(typed).all())).as(typed).isEqualTo(words(command.output()));
            }
        } finally {
            if (watched == null) {
                System.clearProperty(Terminal.PROPERTY);
            } else {
                System.setProperty(Terminal.PROPERTY, watched);
            }
        }
    }

    /** Pages break lines that are longer than theirs. */
    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
