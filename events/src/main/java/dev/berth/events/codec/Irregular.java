package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.Event;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ThreadPolicy;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Where the records of the model and the schemas are not alike. Whatever is not in here is said under its own name.
 *
 * <p>The schemas came first in most of it and are frozen, so it is not their fault; a new message should not need to be
 * here.
 */
final class Irregular {
    /**
     * Fields that are not called as their components are: a schema says "type" of nothing, for there are many types.
     */
    private static final ImmutableMap<Class<?>, ImmutableMap<String, String>> NAMES = ImmutableMap.of(
            ConsumerClaim.class, ImmutableMap.of("type", "consumerType"),
            AllocationsClaimed.class, ImmutableMap.of("type", "consumerType"),
            Consumer.class, ImmutableMap.of("type", "consumerType"),
            PciDevice.class, ImmutableMap.of("type", "deviceType"),
            HostPools.Row.class, ImmutableMap.of("type", "deviceType"),
            NumaCell.class, ImmutableMap.of("id", "cell", "siblings", "cores"),
            GuestCell.class, ImmutableMap.of("pages", "pageSizeKb"),
            Refusal.class, ImmutableMap.of("rejection", "code"));

    /** Components that stand in the record of the component after them, as the key of a map stands in its entry. */
    private static final ImmutableMap<Class<?>, String> KEYS =
            ImmutableMap.of(CreateInventory.class, "resourceClass", UpdateInventory.class, "resourceClass");

    /** Values of maps that know their keys, so that nothing else says them. */
    private static final ImmutableMap<Class<?>, Function<Object, Object>> KEYED =
            ImmutableMap.of(NumaCell.class, cell -> ((NumaCell) cell).id());

    /** What is not said because it is always the same: events tell of requests that flavors made, never of ports. */
    private static final ImmutableMap<Class<?>, Object> UNSAID =
            ImmutableMap.of(PciRequest.Source.class, PciRequest.Source.FLAVOR);

    /** Enums whose words are those of flavors, device specs and guests, and not their names. */
    private static final ImmutableMap<Class<?>, EnumWords<?>> WORDS = ImmutableMap.of(
            NumaPolicy.class, new EnumWords<>(NumaPolicy.class, NumaPolicy::text),
            DeviceType.class, new EnumWords<>(DeviceType.class, DeviceType::text),
            CpuPolicy.class, new EnumWords<>(CpuPolicy.class, CpuPolicy::text),
            ThreadPolicy.class, new EnumWords<>(ThreadPolicy.class, ThreadPolicy::text));

    /** Types that are not records, and are said as if they were one of these. */
    private static final ImmutableMap<Class<?>, StandIn> STAND_INS = ImmutableMap.of(
            ExpectedConsumer.class, StandIn.of(ExpectedConsumer.class, Expected.class, Expected::of, Expected::model),
            AttributeValue.class, StandIn.of(AttributeValue.class, Attribute.class, Attribute::of, Attribute::model),
            Outcome.class, StandIn.of(Outcome.class, Decided.class, Decided::of, Decided::model));

    private Irregular() {}

    static String field(Class<?> type, String component) {
        return NAMES.getOrDefault(type, ImmutableMap.of()).getOrDefault(component, component);
    }

    static boolean isKey(Class<?> type, String component) {
        return component.equals(KEYS.get(type));
    }

    static Optional<Function<Object, Object>> keyOf(Class<?> value) {
        return Optional.ofNullable(KEYED.get(value));
    }

    static Optional<Object> unsaid(Class<?> type) {
        return Optional.ofNullable(UNSAID.get(type));
    }

    static Optional<EnumWords<?>> words(Class<?> type) {
        return Optional.ofNullable(WORDS.get(type));
    }

    static Optional<StandIn> standIn(Class<?> type) {
        return Optional.ofNullable(STAND_INS.get(type));
    }

    /** A record that is said instead of a value, and made a value again. */
    record StandIn(Class<?> type, Function<Object, Object> to, Function<Object, Object> from) {
        static <M, S extends Record> StandIn of(Class<M> model, Class<S> type, Function<M, S> to, Function<S, M> from) {
            return new StandIn(type, value -> to.apply(model.cast(value)), said -> from.apply(type.cast(said)));
        }
    }

    /** A word and a number, because Avro has no types within types but unions, which cannot grow. */
    record Expected(What expected, OptionalLong expectedGeneration) {
        enum What {
            UNCHECKED,
            ABSENT,
            AT_GENERATION
        }

        static Expected of(ExpectedConsumer expected) {
            if (expected instanceof ExpectedConsumer.AtGeneration at) {
                return new Expected(What.AT_GENERATION, OptionalLong.of(at.generation()));
            }
            return new Expected(
                    expected instanceof ExpectedConsumer.Absent ? What.ABSENT : What.UNCHECKED, OptionalLong.empty());
        }

        ExpectedConsumer model() {
            boolean hasGeneration = expectedGeneration.isPresent();
            if (hasGeneration != (expected == What.AT_GENERATION)) {
                throw new MalformedException("expected UNCHECKED, ABSENT or AT_GENERATION with a generation but got "
                        + expected.name() + (hasGeneration ? " with" : " without") + " a generation");
            }
            return switch (expected) {
                case UNCHECKED -> ExpectedConsumer.UNCHECKED;
                case ABSENT -> ExpectedConsumer.ABSENT;
                case AT_GENERATION -> ExpectedConsumer.atGeneration(expectedGeneration.getAsLong());
            };
        }
    }

    /** A refusal or events; one of the two is always empty. */
    record Decided(Optional<Refusal> refusal, ImmutableList<Event> events) {
        static Decided of(Outcome outcome) {
            return new Decided(outcome.refusal(), outcome.events());
        }

        Outcome model() {
            if (refusal.isEmpty()) {
                return Outcome.accepted(events);
            }
            if (!events.isEmpty()) {
                throw new MalformedException("expected no events of a refusal but got " + events.size());
            }
            return Outcome.refused(refusal.get());
        }
    }

    /** An attribute's value in one text or several, each with the kind of JSON value that it was. */
    record Attribute(AttributeValue.Kind kind, String value, ImmutableList<Member> members) {
        static Attribute of(AttributeValue value) {
            ImmutableList<Member> members = value instanceof AttributeValue.Many many
                    ? many.values().stream().map(Member::of).collect(ImmutableList.toImmutableList())
                    : ImmutableList.of();
            return new Attribute(value.kind(), Member.text(value), members);
        }

        AttributeValue model() {
            return kind == AttributeValue.Kind.LIST
                    ? new AttributeValue.Many(
                            members.stream().map(Member::plain).collect(ImmutableList.toImmutableList()))
                    : new Member(kind, value).plain();
        }
    }
}
