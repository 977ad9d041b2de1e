package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.terminal.config.ConfigPlaces;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

class StandardOutputTest {
    /** A command that prints a line and does not look whether it was written. */
    @Command(name = "prints")
    private static final class Prints implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() {
            spec.commandLine().getOut().print("a line");
            return ExitCode.DIFFERENCES;
        }
    }

    private final StringWriter err = new StringWriter();

    @Test
    void writesWhatIsPrinted() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput.on(bytes).println("Grüße");

        assertThat(bytes.toString(Charset.defaultCharset())).isEqualTo("Grüße" + System.lineSeparator());
    }

    @Test
    void endsACommandWithAnErrorWhereTheDiskIsFull() throws Exception {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(run(full)).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(err.toString())
                    .isEqualTo("prints: cannot write to standard output, so what was printed is not all: No space"
                            + " left on device" + System.lineSeparator());
        }
    }

    @Test
    void showsNoHelpToAFullDisk() throws Exception {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(run(full, "--help")).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(err.toString()).contains("cannot write to standard output");
        }
    }

    @Test
    void endsQuietlyWhereNobodyReadsOn() throws Exception {
        Process reader = new ProcessBuilder("sh", "-c", "exec <&-; echo closed; exec sleep 60").start();
        try {
            assertThat(reader.inputReader().readLine()).isEqualTo("closed");
            assertThat(run(reader.getOutputStream())).isEqualTo(ExitCode.UNREAD);
            assertThat(err.toString()).isEmpty();
        } finally {
            reader.destroy();
        }
    }

    /** Whoever goes on, as an agent does, prints again once there is room. */
    @Test
    void triesAgainWithWhatComesNext() throws Exception {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            PrintWriter out = StandardOutput.on(full);
            assertThatThrownBy(() -> out.println("first")).isInstanceOf(OutputLostException.class);
            assertThatThrownBy(() -> out.println("second")).isInstanceOf(OutputLostException.class);
        }
    }

    private int run(OutputStream out, String... arguments) {
        return new Program(
                        verbose -> {},
                        new FailureText(ImmutableList.of()),
                        failure -> ExitCode.COULD_NOT_RUN,
                        ConfigPlaces.none())
                .commandLine(new Prints(), StandardOutput.on(out), new PrintWriter(err, true))
                .execute(arguments);
    }
}
