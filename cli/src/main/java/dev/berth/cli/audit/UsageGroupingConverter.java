package dev.berth.cli.audit;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.UsageText;
import dev.berth.ledger.history.UsageOverTime.Grouping;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What usage is put together by. The class always is in it, so it can be named and adds nothing. */
final class UsageGroupingConverter implements ITypeConverter<UsageGroupingConverter.Choice> {
    private static final String CLASS = "class";

    /** One word of the list; empty for the class. */
    record Choice(Optional<Grouping> grouping) {}

    @Override
    public Choice convert(String text) {
        if (text.equals(CLASS)) {
            return new Choice(Optional.empty());
        }
        return new Choice(Optional.of(Arrays.stream(Grouping.values())
                .filter(each -> UsageText.name(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(Grouping.values()).map(UsageText::name).collect(Collectors.joining(", "))
                        + " or " + CLASS + " but got '" + text + "'"))));
    }

    /** Each of them once, in the order in which they were named. */
    static ImmutableList<Grouping> groupings(List<Choice> choices) {
        return choices.stream()
                .flatMap(choice -> choice.grouping().stream())
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }
}
