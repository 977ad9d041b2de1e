package dev.berth.cli.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

final class UrlOptionTest {
    @Test
    void refusesUserAndPasswordInAUrlAndDoesNotRepeatThem() {
        assertThatThrownBy(() -> new UrlOption.Converter().convert("http://ann:hunter2@127.0.0.1:8778"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("--token")
                .hasMessageNotContainingAny("ann", "hunter2");
    }
}
