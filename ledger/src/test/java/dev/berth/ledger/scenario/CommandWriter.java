package dev.berth.ledger.scenario;

import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateResourceClass.IfExists;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ParentChange.Permission;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes a command as the line that {@link CommandReader} reads it from. Its id is not in the line. */
public final class CommandWriter {
    private final Symbols symbols;

    public CommandWriter(Symbols symbols) {
        this.symbols = symbols;
    }

    public String write(Command command) {
        return switch (command.kind()) {
            case CREATE_PROVIDER -> create((CreateProvider) command);
            case UPDATE_PROVIDER -> update((UpdateProvider) command);
            case DELETE_PROVIDER -> "delete " + symbols.name(((DeleteProvider) command).provider());
            case REPLACE_INVENTORIES -> replace((ReplaceInventories) command);
            case CREATE_INVENTORY -> create((CreateInventory) command);
            case UPDATE_INVENTORY -> update((UpdateInventory) command);
            case DELETE_INVENTORY ->
                "drop-inventory " + symbols.name(((DeleteInventory) command).provider()) + " "
                        + ((DeleteInventory) command).resourceClass();
            case REPLACE_TRAITS -> replace((ReplaceTraits) command);
            case REPLACE_AGGREGATES -> replace((ReplaceAggregates) command);
            case CREATE_TRAIT -> "trait " + ((CreateTrait) command).trait();
            case DELETE_TRAIT -> "drop-trait " + ((DeleteTrait) command).trait();
            case CREATE_RESOURCE_CLASS -> create((CreateResourceClass) command);
            case RENAME_RESOURCE_CLASS ->
                "rename-class " + ((RenameResourceClass) command).from() + " " + ((RenameResourceClass) command).to();
            case DELETE_RESOURCE_CLASS -> "drop-class " + ((DeleteResourceClass) command).resourceClass();
            case CLAIM_ALLOCATIONS -> "claim " + claims(((ClaimAllocations) command).claims());
            case RELEASE_ALLOCATIONS -> release((ReleaseAllocations) command);
            case RESHAPE -> reshape((Reshape) command);
            case IMPORT_FACTS -> imported((ImportFacts) command);
            case REPORT_HOST -> report((ReportHost) command);
            case ENROL_HOST -> enrol(((EnrolHost) command).enrolment());
            case REPLACE_KEY ->
                "rekey " + symbols.name(((ReplaceKey) command).host()) + " "
                        + symbols.name(((ReplaceKey) command).key());
            case WITHDRAW_HOST -> "withdraw " + symbols.name(((WithdrawHost) command).host());
            case DRAIN_HOST ->
                "drain " + symbols.name(((DrainHost) command).host()) + " " + ((DrainHost) command).reason();
            case UNDRAIN_HOST -> "undrain " + symbols.name(((UndrainHost) command).host());
            case REMOVE_HOST ->
                "remove " + symbols.name(((RemoveHost) command).host())
                        + ((RemoveHost) command)
                                .forced()
                                .map(reason -> " for " + reason)
                                .orElse("");
            case RENAME_HOST ->
                "rename " + symbols.name(((RenameHost) command).host()) + " " + ((RenameHost) command).name();
            case CREATE_FLAVOR -> FlavorWords.write((CreateFlavor) command);
            case REPLACE_FLAVOR -> FlavorWords.write((ReplaceFlavor) command);
            case DELETE_FLAVOR -> "drop-flavor " + ((DeleteFlavor) command).name();
            case ACTIVATE_RULES -> "rules " + ((ActivateRules) command).rulesVersion();
            case CHANGE_DEVICE -> change((ChangeDevice) command);
            case SKIP_RECORD -> "skip " + ((SkipRecord) command).offset();
        };
    }

    private String change(ChangeDevice command) {
        return "device " + symbols.name(command.host()) + " " + DeviceWords.brief(command.address()) + " "
                + command.action().text()
                + command.reason().map(reason -> " " + reason).orElse("");
    }

    private String create(CreateProvider command) {
        return "provider " + symbols.name(command.provider()) + named(command.provider(), command.name())
                + command.parent()
                        .map(parent -> " under " + symbols.name(parent))
                        .orElse("");
    }

    private String update(UpdateProvider command) {
        return "update " + symbols.name(command.provider()) + named(command.provider(), command.name())
                + command.parentChange().map(this::change).orElse("");
    }

    private String change(ParentChange change) {
        return " under " + change.parent().map(symbols::name).orElse("-")
                + (change.permission() == Permission.MOVE_FREELY ? " freely" : "");
    }

    private String named(ProviderId provider, String name) {
        return name.equals(symbols.name(provider)) ? "" : " named " + name;
    }

    private String replace(ReplaceInventories command) {
        return "inventory " + at(command.provider(), command.expectedGeneration()) + inventories(command.inventories());
    }

    private String create(CreateInventory command) {
        return "add-inventory " + at(command.provider(), command.expectedGeneration()) + " "
                + inventory(command.resourceClass(), command.inventory());
    }

    private String update(UpdateInventory command) {
        return "set-inventory " + at(command.provider(), OptionalLong.of(command.expectedGeneration())) + " "
                + inventory(command.resourceClass(), command.inventory());
    }

    private String replace(ReplaceTraits command) {
        return "traits " + at(command.provider(), command.expectedGeneration()) + words(command.traits());
    }

    private String replace(ReplaceAggregates command) {
        return "aggregates " + at(command.provider(), command.expectedGeneration()) + words(command.aggregates());
    }

    private static String create(CreateResourceClass command) {
        return (command.ifExists() == IfExists.ACCEPT ? "ensure-class " : "class ") + command.resourceClass();
    }

    private String release(ReleaseAllocations command) {
        return "release " + symbols.name(command.consumer())
                + command.seen()
                        .map(seen -> " seen " + seen.generation() + " " + seen.updatedAtMs())
                        .orElse("")
                + command.reason().map(reason -> " for " + reason).orElse("");
    }

    private String reshape(Reshape command) {
        String inventories = command.inventories().entrySet().stream()
                .map(entry ->
                        at(entry.getKey(), OptionalLong.of(entry.getValue().expectedGeneration()))
                                + inventories(entry.getValue().inventories()))
                .collect(Collectors.joining(" and "));
        return "reshape" + (inventories.isEmpty() ? "" : " " + inventories)
                + (command.claims().isEmpty() ? "" : " claims " + claims(command.claims()));
    }

    private String imported(ImportFacts command) {
        String providers = command.providers().stream().map(this::imported).collect(Collectors.joining(" and "));
        String holders = command.consumers().stream()
                .map(CommandWriter::held)
                .map(this::claim)
                .collect(Collectors.joining(" and "));
        String names = command.resourceClasses().stream()
                        .map(each -> " class " + each)
                        .collect(Collectors.joining())
                + command.traits().stream().map(each -> " trait " + each).collect(Collectors.joining());
        return "import" + names + (providers.isEmpty() ? "" : " " + providers)
                + (holders.isEmpty() ? "" : " holders " + holders);
    }

    private String imported(ImportedProvider imported) {
        return at(imported.provider(), OptionalLong.of(imported.generation()))
                + named(imported.provider(), imported.name())
                + imported.parent()
                        .map(parent -> " under " + symbols.name(parent))
                        .orElse("")
                + inventories(imported.inventories())
                + (imported.traits().isEmpty() ? "" : " traits" + words(imported.traits()))
                + (imported.aggregates().isEmpty() ? "" : " aggregates" + words(imported.aggregates()));
    }

    private static ConsumerClaim held(ImportedConsumer imported) {
        return new ConsumerClaim(
                imported.consumer(),
                ExpectedConsumer.atGeneration(imported.generation()),
                imported.projectId(),
                imported.userId(),
                imported.consumerType(),
                imported.allocations());
    }

    private String report(ReportHost command) {
        List<String> clauses = new ArrayList<>();
        for (ReportedProvider reported : command.providers()) {
            clauses.add(reported(reported) + DeviceWords.offers(command.devices(), Optional.of(reported.provider())));
        }
        String uncounted = DeviceWords.offers(command.devices(), Optional.empty());
        if (!uncounted.isEmpty()) {
            clauses.add("-" + uncounted);
        }
        if (!command.cells().isEmpty()) {
            clauses.add("cells" + CellWords.text(command.cells()));
        }
        if (!command.cleaned().isEmpty()) {
            clauses.add("cleaned "
                    + command.cleaned().stream().map(DeviceWords::brief).collect(Collectors.joining(" ")));
        }
        String number =
                command.sequence().isPresent() ? "number " + command.sequence().getAsLong() + " " : "";
        return "report " + number + (command.takeOverName() ? "taking-over " : "") + String.join(" and ", clauses);
    }

    private String enrol(Enrolment enrolment) {
        return "enrol " + symbols.name(enrolment.host())
                + enrolment.key().map(key -> " key " + symbols.name(key)).orElse("")
                + enrolment.user().map(user -> " user " + user).orElse("");
    }

    private String reported(ReportedProvider reported) {
        return symbols.name(reported.provider())
                + named(reported.provider(), reported.name())
                + reported.parent()
                        .map(parent -> " under " + symbols.name(parent))
                        .orElse("")
                + inventories(reported.inventories())
                + (reported.traits().isEmpty() ? "" : " traits" + words(reported.traits()))
                + InventoryWords.explicit(reported.explicit());
    }

    private String claims(List<ConsumerClaim> claims) {
        return claims.stream().map(this::claim).collect(Collectors.joining(" and "));
    }

    private String claim(ConsumerClaim claim) {
        StringBuilder text = new StringBuilder(symbols.name(claim.consumer()));
        if (claim.expected() instanceof ExpectedConsumer.AtGeneration at) {
            text.append('@').append(at.generation());
        } else if (claim.expected() instanceof ExpectedConsumer.Absent) {
            text.append("@-");
        }
        claim.allocations()
                .forEach((provider, amounts) -> text.append(' ')
                        .append(symbols.name(provider))
                        .append(':')
                        .append(amounts.entrySet().stream()
                                .map(amount -> amount.getKey() + "=" + amount.getValue())
                                .collect(Collectors.joining(","))));
        text.append(claim.projectId().equals("project") ? "" : " project " + claim.projectId());
        text.append(claim.userId().equals("user") ? "" : " user " + claim.userId());
        claim.type().ifPresent(type -> text.append(" type ").append(type.name()));
        claim.devices()
                .ifPresent(devices -> text.append(" pci ")
                        .append(symbols.name(devices.host()))
                        .append(FlavorWords.text(symbols, devices)));
        claim.cells().ifPresent(cells -> text.append(" numa ").append(CellWords.text(symbols, cells)));
        return text.toString();
    }

    private String at(ProviderId provider, OptionalLong generation) {
        return symbols.name(provider) + (generation.isPresent() ? "@" + generation.getAsLong() : "");
    }

    private static String inventories(Map<ResourceClass, InventoryRecord> inventories) {
        return inventories.entrySet().stream()
                .map(inventory -> " " + inventory(inventory.getKey(), inventory.getValue()))
                .collect(Collectors.joining());
    }

    private static String inventory(ResourceClass resourceClass, InventoryRecord record) {
        return resourceClass + "=" + InventoryWords.inventory(record);
    }

    private String words(Iterable<?> values) {
        StringBuilder words = new StringBuilder();
        values.forEach(value -> words.append(' ').append(symbols.name(value)));
        return words.toString();
    }
}
