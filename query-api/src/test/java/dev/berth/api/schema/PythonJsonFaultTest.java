package dev.berth.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words were taken from Python 3.11. A newline is written as $. */
class PythonJsonFaultTest {
    /** Python takes NaN, so it reads on where the first parser has stopped. */
    @Test
    void readsNoDeeperThanBodiesAre() {
        assertThat(PythonJsonFault.of("[NaN, " + "[".repeat(1_000_000)))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("Expecting at most 16 objects and arrays"));
        assertThat(PythonJsonFault.of("{\"a\": ".repeat(1_000_000)))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("Expecting at most 16 objects and arrays"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | Expecting value: line 1 column 1 (char 0)",
                "`  ` | Expecting value: line 1 column 3 (char 2)",
                "{ | Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
                "{a: 1} | Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
                "{'a': 1} | Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
                "{\"a\": 1,} | Expecting property name enclosed in double quotes: line 1 column 9 (char 8)",
                "{\"a\" 1} | Expecting ':' delimiter: line 1 column 6 (char 5)",
                "{\"a\": } | Expecting value: line 1 column 7 (char 6)",
                "{\"a\": 1 \"b\": 2} | Expecting ',' delimiter: line 1 column 9 (char 8)",
                "{$ \"a\": tru} | Expecting value: line 2 column 7 (char 8)",
                "{\"\uD83D\uDE00\": } | Expecting value: line 1 column 7 (char 6)",
                "{} {} | Extra data: line 1 column 4 (char 3)",
                "[1, | Expecting value: line 1 column 4 (char 3)",
                "[1,] | Expecting value: line 1 column 4 (char 3)",
                "[1 2] | Expecting ',' delimiter: line 1 column 4 (char 3)",
                "[1]x | Extra data: line 1 column 4 (char 3)",
                "\"abc | Unterminated string starting at: line 1 column 1 (char 0)",
                "\"a\\ | Unterminated string starting at: line 1 column 1 (char 0)",
                "\"a\\x\" | Invalid \\escape: line 1 column 3 (char 2)",
                "\"a\\u12\" | Invalid \\uXXXX escape: line 1 column 4 (char 3)",
                "\"a$b\" | Invalid control character at: line 1 column 3 (char 2)",
                "nul | Expecting value: line 1 column 1 (char 0)",
                "-x | Expecting value: line 1 column 1 (char 0)",
                "01 | Extra data: line 1 column 2 (char 1)",
                "1. | Extra data: line 1 column 2 (char 1)",
                "1.5e | Extra data: line 1 column 4 (char 3)",
            })
    void tellsTheFirstFaultAsPythonDoes(String text, String words) {
        assertThat(PythonJsonFault.of(text.replace('$', '\n'))).contains(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                " [1, -0.5e+3, \"a\\u00e9\\n\", {}, []] ",
                "{\"a\": {\"b\": [true, false]}, \"a\": 0}",
                "NaN",
                "-Infinity"
            })
    void hasNothingToSayOfWhatPythonTakes(String text) {
        assertThat(PythonJsonFault.of(text)).isEqualTo(Optional.empty());
    }
}
