package dev.berth.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys that outsiders choose may all have one hash: "Aa" and "BB" do, and so do as many texts as anyone likes. Vavr's
 * tables keep such keys in a list, so a table by hash may have only ids as its keys, whose hash is keyed.
 */
@AnalyzeClasses(packages = "dev.berth.ledger", importOptions = ImportOption.DoNotIncludeTests.class)
final class HostileNamesTest {
    private static final List<String> KEYED = Stream.of(
                    ProviderId.class, ConsumerId.class, CommandId.class, AggregateId.class)
            .map(Class::getName)
            .toList();

    @ArchTest
    static final ArchRule KEEPS_IN_TABLES_BY_HASH_ONLY_WHAT_NOBODY_CAN_MAKE_COLLIDE = fields().that()
            .haveRawType(HashMap.class)
            .or()
            .haveRawType(HashSet.class)
            .or(areOf("IdMap"))
            .or(areOf("IdSet"))
            .should(new ArchCondition<>("have ids as their keys") {
                @Override
                public void check(JavaField field, ConditionEvents events) {
                    boolean isKeyed = field.getType() instanceof JavaParameterizedType type
                            && KEYED.contains(key(type).getName());
                    String message = field.getFullName() + " is a "
                            + field.getType().getName() + " whose keys may collide; take a TreeMap or a TreeSet";
                    events.add(new SimpleConditionEvent(field, isKeyed, message));
                }
            });

    /** A type of the state's own. The keys of the fields that these types themselves have are not known yet. */
    private static DescribedPredicate<JavaField> areOf(String type) {
        return DescribedPredicate.describe(
                "are of type " + type,
                field -> field.getRawType().getSimpleName().equals(type)
                        && !field.getOwner().getName().startsWith("dev.berth.ledger.state.Id"));
    }

    private static JavaType key(JavaParameterizedType table) {
        return table.getActualTypeArguments().get(0);
    }
}
