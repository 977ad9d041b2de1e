package dev.berth.ledger.history;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.base.Ascii;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ReportHost;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a history is of. Immutable. */
public sealed interface Subject {
    /** The kinds of things that have a history. */
    enum Kind {
        PROVIDER,
        CONSUMER,
        DEVICE,
        HOST,
        FLAVOR,
        CLASS,
        PROJECT;

        /** The word for it at the command line and in paths. */
        public String text() {
            return Ascii.toLowerCase(name());
        }

        public static Optional<Kind> parse(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text().equals(text))
                    .findFirst();
        }

        /** All of them, for whoever has named another. */
        public static String all() {
            return Arrays.stream(values()).map(Kind::text).collect(Collectors.joining(", "));
        }
    }

    /**
     * Makes a subject of its id.
     *
     * @param host of a device the host that it is on; empty for those at the address on all hosts
     * @throws IllegalArgumentException if the id is none of that kind; the message says what would be right
     */
    static Subject of(Kind kind, String id, Optional<String> host) {
        if (host.isPresent() && kind != Kind.DEVICE) {
            throw new IllegalArgumentException(
                    "expected a host beside the address of a device alone but got one with a " + kind.text());
        }
        return switch (kind) {
            case PROVIDER -> new OfProvider(new ProviderId(uuid("a provider", id)));
            case CONSUMER -> new OfConsumer(new ConsumerId(uuid("a consumer", id)));
            case DEVICE ->
                new OfDevice(
                        PciAddress.parse(id)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "expected the address of a device, such as 0000:81:00.1, but got "
                                                + quoted(id))),
                        host.map(given -> new ProviderId(uuid("the host of a device", given))));
            case HOST -> new OfHost(new ProviderId(uuid("a host", id)));
            case FLAVOR -> new OfFlavor(flavor(id));
            case CLASS -> new OfClass(ResourceClass.of(id));
            case PROJECT -> new OfProject(project(id));
        };
    }

    private static UUID uuid(String of, String text) {
        try {
            UUID value = UUID.fromString(text);
            if (Ascii.equalsIgnoreCase(value.toString(), text)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // HistoryValues below, as what is not in full is.
        }
        throw new IllegalArgumentException("expected the UUID of " + of + " but got " + quoted(text));
    }

    private static String flavor(String name) {
        if (PciFlavor.isName(name)) {
            return name;
        }
        throw new IllegalArgumentException("expected the name of a PCI flavor but got " + quoted(name));
    }

    private static String project(String id) {
        if (!id.isEmpty() && id.length() <= Limits.OWNER_LENGTH_MAX) {
            return id;
        }
        throw new IllegalArgumentException("expected the id of a project, of 1 to " + Limits.OWNER_LENGTH_MAX
                + " characters, but got " + quoted(id));
    }

    /** What is so of it in a view, as far as it belongs to what has changed. */
    void portray(RegionView view, Touched touched, FieldValues into);

    /** Whether it is what a part of a command or a fact of a refusal names. */
    boolean is(Object named, RegionView view);

    /** Whether an attempt that was refused in this view was about it. */
    default boolean isMeantBy(Command command, RegionView view) {
        return MentionedIds.any(command, part -> is(part, view));
    }

    /** The words that name it, such as {@code consumer 6c7a…}. */
    String text();

    record OfProvider(ProviderId id) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            if (touched.providers().contains(id)) {
                SubjectFields.provider(view, id, into);
            }
            if (touched.usages().contains(id)) {
                SubjectFields.usage(view, id, into);
                for (ConsumerId each : touched.consumers()) {
                    view.consumer(each)
                            .ifPresent(consumer -> SubjectFields.allocation(
                                    consumer, id, consumer.allocations().from(id), into));
                }
            }
        }

        @Override
        public boolean is(Object named, RegionView view) {
            return id.equals(named);
        }

        @Override
        public String text() {
            return SubjectFields.provider(id);
        }
    }

    record OfConsumer(ConsumerId id) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            if (touched.consumers().contains(id) || !touched.devices().isEmpty()) {
                SubjectFields.consumer(view, id, into);
            }
        }

        @Override
        public boolean is(Object named, RegionView view) {
            return id.equals(named);
        }

        @Override
        public String text() {
            return SubjectFields.consumer(id);
        }
    }

    /** @param host empty for the devices at the address on all hosts */
    record OfDevice(PciAddress address, Optional<ProviderId> host) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            for (ProviderId each : touched.devices()) {
                if (isOn(each)) {
                    view.devices().of(each).get(address).ifPresent(device -> SubjectFields.device(device, each, into));
                }
            }
        }

        /** An address alone is not enough: it is to be the one of the host that is meant. */
        @Override
        public boolean is(Object named, RegionView view) {
            if (named instanceof ChangeDevice change) {
                return change.address().equals(address) && isOn(change.host());
            }
            return named instanceof ReportHost report
                    && isOn(report.host())
                    && report.devices().stream()
                            .anyMatch(device -> device.address().equals(address));
        }

        private boolean isOn(ProviderId one) {
            return host.isEmpty() || host.get().equals(one);
        }

        @Override
        public String text() {
            return "device " + address + host.map(id -> " of host " + id).orElse(" of any host");
        }
    }

    /** A host with its tree, its devices and who is on it. */
    record OfHost(ProviderId id) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            if (touched.reports().contains(id)
                    || touched.enrolments().contains(id)
                    || touched.drains().contains(id)) {
                SubjectFields.host(view, id, into);
            }
            touched.providers().stream()
                    .filter(each -> isOf(each, view))
                    .forEach(each -> SubjectFields.provider(view, each, into));
            for (ConsumerId each : touched.consumers()) {
                view.consumer(each).ifPresent(consumer -> portray(consumer, view, into));
            }
            if (touched.devices().contains(id)) {
                view.devices().of(id).devices().forEach(device -> SubjectFields.device(device, id, into));
            }
        }

        private void portray(Consumer consumer, RegionView view, FieldValues into) {
            consumer.allocations().forEach((provider, amounts) -> {
                if (isOf(provider, view)) {
                    SubjectFields.allocation(consumer, provider, amounts, into);
                }
            });
        }

        private boolean isOf(ProviderId provider, RegionView view) {
            return provider.equals(id)
                    || view.provider(provider)
                            .map(Provider::root)
                            .filter(id::equals)
                            .isPresent();
        }

        @Override
        public boolean is(Object named, RegionView view) {
            return named instanceof ProviderId provider && isOf(provider, view);
        }

        @Override
        public String text() {
            return SubjectFields.host(id);
        }
    }

    record OfFlavor(String name) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            if (touched.flavors().contains(name)) {
                SubjectFields.flavor(view, name, into);
            }
        }

        @Override
        public boolean is(Object named, RegionView view) {
            return named instanceof PciFlavor flavor && flavor.name().equals(name)
                    || named instanceof DeleteFlavor deletion && deletion.name().equals(name)
                    || named instanceof DeviceRequest request
                            && request.flavor().filter(name::equals).isPresent();
        }

        @Override
        public String text() {
            return SubjectFields.flavor(name);
        }
    }

    /** A resource class, and the inventories of it. */
    record OfClass(ResourceClass id) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            if (touched.classes().contains(id) && view.isKnown(id)) {
                into.put(text(), "there");
            }
            for (ProviderId each : touched.providers()) {
                view.provider(each)
                        .map(provider -> provider.inventories().get(id))
                        .ifPresent(inventory ->
                                SubjectFields.inventory(SubjectFields.provider(each), id, inventory, into));
            }
        }

        @Override
        public boolean is(Object named, RegionView view) {
            return id.equals(named);
        }

        /** What is claimed of a class is not told of it, so neither is what could not be. */
        @Override
        public boolean isMeantBy(Command command, RegionView view) {
            return command.kind() != CommandKind.CLAIM_ALLOCATIONS && Subject.super.isMeantBy(command, view);
        }

        @Override
        public String text() {
            return "class " + id;
        }
    }

    /** A project: its consumers. */
    record OfProject(String id) implements Subject {
        @Override
        public void portray(RegionView view, Touched touched, FieldValues into) {
            for (ConsumerId each : touched.consumers()) {
                if (isOf(each, view)) {
                    SubjectFields.consumer(view, each, into);
                }
            }
        }

        private boolean isOf(ConsumerId consumer, RegionView view) {
            return view.consumer(consumer)
                    .map(Consumer::projectId)
                    .filter(id::equals)
                    .isPresent();
        }

        @Override
        public boolean is(Object named, RegionView view) {
            return named instanceof ConsumerClaim claim && claim.projectId().equals(id)
                    || named instanceof ConsumerId consumer && isOf(consumer, view);
        }

        @Override
        public String text() {
            return "project " + id;
        }
    }
}
