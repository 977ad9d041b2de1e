package dev.berth.events.codec;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.MalformedException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The constants of an enum, each said as a word. A word that is none comes from a writer that is newer than this
 * program, or from a fault.
 */
final class EnumWords<E extends Enum<E>> implements Mapping<E> {
    /** More of them would leave no room for what came instead. */
    private static final int LISTED_MAX = 8;

    private final EnumMap<E, String> words;
    private final ImmutableMap<String, E> constants;
    private final String expected;

    EnumWords(Class<E> type, Function<E, String> word) {
        words = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            words.put(constant, word.apply(constant));
        }
        constants = Arrays.stream(type.getEnumConstants())
                .collect(ImmutableMap.toImmutableMap(words::get, Function.identity()));
        expected = words.size() <= LISTED_MAX
                ? words.values().stream().collect(Collectors.joining(", ", "expected one of ", ""))
                : "expected a " + type.getSimpleName() + " that is known";
    }

    @Override
    public void write(E constant, BinaryOutput out) {
        out.writeText(words.get(constant));
    }

    @Override
    public E read(BinaryInput in) throws NotAvroException {
        String word = in.readText();
        E constant = constants.get(word);
        if (constant == null) {
            in.refuse(expected + " but got " + MalformedException.quoted(word));
        }
        return constant;
    }
}
