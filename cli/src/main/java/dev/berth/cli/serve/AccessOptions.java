package dev.berth.cli.serve;

import dev.berth.api.command.NewRegions;
import dev.berth.api.command.RegionPattern;
import dev.berth.api.policy.Policy;
import dev.berth.api.policy.PolicySettings;
import dev.berth.api.policy.WatchedPolicy;
import dev.berth.cli.option.RangeConverter;
import dev.berth.cli.service.Access;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.MalformedException;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Who may do what in a service. */
final class AccessOptions {
    @Option(
            names = "--policy-file",
            paramLabel = "FILE",
            description =
                    "Rules in the language of oslo.policy, as in Placement's policy.yaml, instead of defaults by the "
                            + "same names; read again when it changes (default: none). docs/operations.md has the "
                            + "names.")
    private Optional<Path> policyFile = Optional.empty();

    @Option(
            names = "--enforce-scope",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Refuse tokens that are not for what a rule is about, such as a project's for what is the whole "
                            + "system's; enforce_scope of oslo.policy.")
    private boolean isScopeEnforced;

    @Option(
            names = "--enforce-new-defaults",
            negatable = true,
            fallbackValue = "true",
            description = "Do not let administrators of projects pass by the defaults of older releases; "
                    + "enforce_new_defaults of oslo.policy.")
    private boolean areNewDefaultsEnforced;

    @Option(
            names = "--regions",
            paramLabel = "REGION",
            split = ",",
            converter = RegionPatternConverter.class,
            description =
                    "Regions that are made when somebody who may writes to them first, beside the default one: names, "
                            + "or how names begin with * behind it; * for all (default: none).")
    private List<RegionPattern> regions = List.of();

    @Option(
            names = "--regions-max",
            paramLabel = "N",
            converter = RangeConverter.Regions.class,
            defaultValue = "" + NewRegions.MAX_DEFAULT,
            description = "As many regions an instance keeps before the policy's berth:regions:create makes no more "
                    + "(default: ${DEFAULT-VALUE}).")
    private int regionsMax;

    /**
     * Reads the policy's file and begins to watch it.
     *
     * @param usual what holds unless an option says otherwise
     */
    Access open(PolicySettings usual) {
        PolicySettings settings = isScopeEnforced ? usual.enforcingScope() : usual;
        settings = areNewDefaultsEnforced ? settings.enforcingNewDefaults() : settings;
        if (policyFile.isEmpty()) {
            return access(WatchedPolicy.none(settings), () -> {});
        }
        Path file = policyFile.get();
        try {
            WatchedPolicy watched = WatchedPolicy.open(file, settings);
            return access(watched, watched::close);
        } catch (NoSuchFileException e) {
            throw new CannotRunException("there is no policy file " + file, e);
        } catch (IOException e) {
            throw new CannotRunException("cannot read the policy file " + file + ": " + FailureWords.of(e), e);
        } catch (UnusableFileException e) {
            throw new CannotRunException("policy file " + e.getMessage(), e);
        } catch (MalformedException e) {
            throw new CannotRunException("policy file " + file + ": " + e.getMessage(), e);
        }
    }

    private Access access(Supplier<Policy> policy, Runnable watch) {
        return new Access(
                policy,
                new NewRegions(
                        region -> regions.stream().anyMatch(pattern -> pattern.test(region)), policy, regionsMax),
                watch);
    }
}
