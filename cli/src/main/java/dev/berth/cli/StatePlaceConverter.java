package dev.berth.cli;

import dev.berth.auditor.StatePlace;
import dev.berth.terminal.PastTime;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Positions, times, how long ago it was, and now. */
final class StatePlaceConverter implements ITypeConverter<StatePlace> {
    @Override
    public StatePlace convert(String text) {
        try {
            return PastTime.parse(text)
                    .filter(time -> !text.equals(StatePlace.NOW))
                    .<StatePlace>map(time -> new StatePlace.AsOf(time.at(Instant.now())))
                    .orElseGet(() -> StatePlace.parse(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
