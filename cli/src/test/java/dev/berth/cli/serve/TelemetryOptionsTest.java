package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryOptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--trace-to    | collector:4318            | http://127.0.0.1:4318/v1/traces, but got 'collector:4318'",
                "--trace-to    | http://collector:4318     | expected the whole URL of a collector",
                "--trace-to    | ftp://collector/v1/traces | expected the whole URL of a collector",
                "--trace-to    | http://a:b@c/v1/traces    | expected the URL of a collector without user and password",
                "--trace-to    | http://[/v1/traces        | expected the whole URL of a collector",
                "--trace-ratio | 1.5                       | expected a number from 0 to 1 but got '1.5'",
                "--trace-ratio | NaN                       | expected a number from 0 to 1 but got 'NaN'",
                "--trace-ratio | some                      | expected a number from 0 to 1 but got 'some'",
                "--log-format  | xml                       | expected one of text, json but got 'xml'"
            })
    void refusesWhatItCannotDoBeforeAnythingIsStarted(String option, String value, String says) {
        Run run = Run.of("serve", option, value);
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(says);
    }

    @Test
    void explainsItself() {
        assertThat(Run.of("up", "--help").out())
                .contains("--log-format", "--[no-]access-log", "--trace-to", "--trace-ratio");
    }
}
