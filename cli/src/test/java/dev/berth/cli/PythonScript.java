package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script in Python that works on a service, with Debian's packages. */
record PythonScript(Path file) {
    /** Debian's own, which has its packages; the first in the path may be another one. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** The status with which scripts say that something to run them is missing. */
    private static final int MISSING = 77;

    /**
     * Runs it, skips the test if something to run it is missing, and has it fail if the script does.
     *
     * @param output where all that it prints goes
     * @return what it has printed
     */
    String run(String url, Path output) throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
        int status = new ProcessBuilder(List.of(PYTHON.toString(), file.toString(), url))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String said = Files.readString(output);
        assumeFalse(status == MISSING, said);
        assertThat(status).as(said).isZero();
        return said;
    }
}
