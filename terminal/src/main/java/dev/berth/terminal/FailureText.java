package dev.berth.terminal;

import com.google.common.base.CaseFormat;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.codec.SchemaRefusedException;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.events.model.Printable;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.UnusableConfigException;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Says why a command failed, fit for a terminal: failures that were foreseen speak for themselves. The names of
 * classes are for {@code --verbose}.
 *
 * @param foreseen those that only this program knows
 */
public record FailureText(ImmutableList<Class<? extends Throwable>> foreseen) {
    /** The name of what nobody has foreseen. */
    public static final String UNFORESEEN = "UNFORESEEN";

    private static final String KAFKA_FAILURES = "org.apache.kafka.common.";

    private static final ImmutableList<Class<? extends Throwable>> ALWAYS_FORESEEN = ImmutableList.of(
            CannotRunException.class,
            OutputLostException.class,
            KafkaUnreachableException.class,
            UnusableConfigException.class,
            DamagedRecordException.class,
            TopicsContradictException.class,
            RegistryUnavailableException.class,
            SchemaRefusedException.class);

    String of(Throwable failure, boolean isVerbose) {
        return Printable.lines(FailureWords.withoutClasses(text(failure, isVerbose)), "  ");
    }

    private String text(Throwable failure, boolean isVerbose) {
        if (isAny(ALWAYS_FORESEEN, failure) || isAny(foreseen, failure)) {
            return failure.getMessage();
        }
        String hint = isVerbose ? "" : "; run again with --verbose to see where";
        return "it failed as was not foreseen: " + FailureWords.of(failure) + hint;
    }

    /**
     * The end of what is said of a failure: the name by which docs/errors has its kind. What could not be run for a
     * reason of its own has none, for its text says all.
     */
    String error(Throwable failure) {
        if (failure instanceof CannotRunException || failure instanceof OutputLostException) {
            return "";
        }
        boolean isForeseen = isAny(ALWAYS_FORESEEN, failure) || isAny(foreseen, failure);
        return " (error " + (isForeseen ? name(failure.getClass()) : UNFORESEEN) + ")";
    }

    /** Such as KAFKA_UNREACHABLE. */
    private static String name(Class<?> kind) {
        return CaseFormat.UPPER_CAMEL.to(
                CaseFormat.UPPER_UNDERSCORE, kind.getSimpleName().replace("Exception", ""));
    }

    /** The names of all kinds of failures that a program tells apart. */
    public ImmutableSortedSet<String> names() {
        return Stream.concat(ALWAYS_FORESEEN.stream(), foreseen.stream())
                .filter(kind -> kind != CannotRunException.class && kind != OutputLostException.class)
                .map(FailureText::name)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    /** How the place can be named that does not answer, if the command has an option for it. */
    static String hint(Throwable failure, CommandSpec command) {
        for (Throwable cause : Throwables.getCausalChain(failure)) {
            boolean isKafka = cause instanceof KafkaUnreachableException
                    || cause.getClass().getName().startsWith(KAFKA_FAILURES);
            if (isKafka && command.findOption("--kafka") != null) {
                return place(command.findOption("--kafka")) + " says where Kafka is";
            }
            if (cause instanceof RegistryUnavailableException && command.findOption("--registry") != null) {
                return place(command.findOption("--registry")) + " says where the schema registry is";
            }
        }
        return "";
    }

    private static String place(OptionSpec option) {
        return "; " + option.longestName()
                + Configuration.of(option.command())
                        .variableOf(option)
                        .map(variable -> ", or " + variable + " in the environment,")
                        .orElse("");
    }

    private static boolean isAny(ImmutableList<Class<? extends Throwable>> kinds, Throwable failure) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(failure));
    }
}
