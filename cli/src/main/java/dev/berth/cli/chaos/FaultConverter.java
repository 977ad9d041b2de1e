package dev.berth.cli.chaos;

import dev.berth.simulator.chaos.FaultKind;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Faults by their names, such as kill-instance. */
final class FaultConverter implements ITypeConverter<FaultKind> {
    @Override
    public FaultKind convert(String text) {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> kind.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(FaultKind.values())
                                .map(FaultKind::label)
                                .collect(Collectors.joining(", "))
                        + " but got '" + text + "'"));
    }
}
