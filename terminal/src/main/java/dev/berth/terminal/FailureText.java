package dev.berth.terminal;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.codec.SchemaRefusedException;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.events.model.Printable;
import dev.berth.terminal.config.UnusableConfigException;
import java.util.function.Predicate;

/**
 * Says why a command failed, fit for a terminal: failures that were foreseen speak for themselves. The names of
 * classes are for {@code --verbose}.
 *
 * @param foreseen those that only this program knows
 */
public record FailureText(ImmutableList<Class<? extends Throwable>> foreseen) {
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

    /** By which option the place can be named that does not answer, if the command has it. */
    static String hint(Throwable failure, Predicate<String> hasOption) {
        for (Throwable cause : Throwables.getCausalChain(failure)) {
            boolean isKafka = cause instanceof KafkaUnreachableException
                    || cause.getClass().getName().startsWith(KAFKA_FAILURES);
            if (isKafka && hasOption.test("--kafka")) {
                return "; --kafka, or BERTH_KAFKA in the environment, says where Kafka is";
            }
            if (cause instanceof RegistryUnavailableException && hasOption.test("--registry")) {
                return "; --registry, or BERTH_REGISTRY in the environment, says where the schema registry is";
            }
        }
        return "";
    }

    private static boolean isAny(ImmutableList<Class<? extends Throwable>> kinds, Throwable failure) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(failure));
    }
}
