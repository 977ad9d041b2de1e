package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.QueryString;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Traits, and the traits of a provider (1.6). */
public final class TraitHandler {
    private final Backend backend;

    public TraitHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /traits, filtered by name and by whether any provider has the trait. */
    public Answer list(Call call) {
        QueryString query = call.query();
        Schemas.TRAIT_LIST_QUERY.requireParametersFit(call.version(), query.toJson());
        RegionView view = backend.view(call);
        Predicate<String> isWanted = byName(query.last("name")).and(byAssociation(view, query.last("associated")));
        Set<String> names = new TreeSet<>(StandardCatalogue.traits());
        for (Trait custom : view.catalogue().customTraits().keySet()) {
            names.add(custom.name());
        }
        names.removeIf(isWanted.negate());
        return answer(names, OptionalLong.empty()).modified(newest(view, names));
    }

    private static Predicate<String> byName(Optional<String> filter) {
        if (filter.isEmpty()) {
            return name -> true;
        }
        String[] parts = filter.get().split(":", 2);
        if (parts.length < 2) {
            throw Problem.badRequest("Badly formatted name parameter. Expected name query string parameter in form:"
                            + " ?name=[in|startswith]:[name1,name2|prefix]. Got: \"" + filter.get() + "\"")
                    .exception();
        }
        return switch (parts[0]) {
            case "in" -> new HashSet<>(Arrays.asList(parts[1].split(",", -1)))::contains;
            case "startswith" -> name -> name.startsWith(parts[1]);
            default -> name -> true;
        };
    }

    private static Predicate<String> byAssociation(RegionView view, Optional<String> filter) {
        if (filter.isEmpty()) {
            return name -> true;
        }
        return switch (filter.get().toLowerCase(Locale.ROOT)) {
            case "true" -> name -> view.isInUse(Trait.of(name));
            case "false" -> name -> !view.isInUse(Trait.of(name));
            default ->
                throw Problem.badRequest("The query parameter \"associated\" only accepts \"true\" or \"false\"")
                        .exception();
        };
    }

    public Answer show(Call call) {
        Trait trait = requireKnown(call);
        return Answer.empty(204).modified(newest(backend.view(call), List.of(trait.name())));
    }

    public CompletionStage<Answer> create(Call call) {
        String name = call.parameter("name");
        if (!Trait.isName(name) || !Trait.of(name).isCustom()) {
            throw Problem.badRequest("The trait is invalid. A valid trait must be no longer than 255 characters, start"
                            + " with the prefix \"CUSTOM_\" and use following characters: \"A\"-\"Z\", \"0\"-\"9\" and"
                            + " \"_\"")
                    .exception();
        }
        Write write = backend.write(call);
        return write.submit(
                new CreateTrait(write.commandId(), Trait.of(name)),
                reply -> Answer.empty(reply.hasChanged() ? 201 : 204)
                        .header("location", call.url("/traits/" + name))
                        .modified(newest(write.after(), List.of(name))),
                Refusals::problem);
    }

    public CompletionStage<Answer> delete(Call call) {
        Write write = backend.write(call);
        Trait trait = known(write, call.parameter("name"))
                .orElseThrow(() -> notFound(call.parameter("name")).exception());
        return write.submit(
                new DeleteTrait(write.commandId(), trait), reply -> Answer.empty(204), TraitHandler::deleteProblem);
    }

    private static Problem deleteProblem(Refusal refusal) {
        return switch (refusal.rejection()) {
            case TRAIT_NOT_CUSTOM ->
                Problem.badRequest("Cannot delete standard trait " + Refusals.fact(refusal, Refusal.Fact.TRAIT) + ".");
            case TRAIT_IN_USE ->
                Problem.conflict("The trait " + Refusals.fact(refusal, Refusal.Fact.TRAIT)
                        + " is in use by a resource provider.");
            default -> Refusals.problem(refusal);
        };
    }

    private Trait requireKnown(Call call) {
        String name = call.parameter("name");
        RegionView view = backend.view(call);
        return named(name)
                .filter(view::isKnown)
                .orElseThrow(() -> notFound(name).exception());
    }

    private static Problem notFound(String name) {
        return Problem.notFound("No such trait(s): " + name + ".");
    }

    private static Optional<Trait> named(String name) {
        return Optional.of(name).filter(Trait::isName).map(Trait::of);
    }

    private static Optional<Trait> known(Write write, String name) {
        return named(name).filter(trait -> write.isRepeated() || write.view().isKnown(trait));
    }

    /** GET /resource_providers/{uuid}/traits. */
    public Answer ofProvider(Call call) {
        String uuid = call.parameter("uuid");
        RegionView view = backend.view(call);
        Provider provider = Ids.findProvider(view, uuid)
                .orElseThrow(() -> Problem.notFound(
                                "No resource provider with uuid " + uuid + " found: " + Ids.noProvider(uuid))
                        .exception());
        Collection<String> names = names(provider.traits());
        return answer(names, OptionalLong.of(provider.generation())).modified(newest(view, names));
    }

    /** PUT /resource_providers/{uuid}/traits. */
    public CompletionStage<Answer> replace(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.PROVIDER_TRAITS_PUT.body(call.version(), call.body());
        long expected = WholeNumber.of(body.get("resource_provider_generation"));
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        ImmutableSortedSet.Builder<Trait> traits = ImmutableSortedSet.naturalOrder();
        Set<String> unknown = new TreeSet<>();
        for (JsonNode name : body.get("traits")) {
            known(write, name.textValue()).ifPresentOrElse(traits::add, () -> unknown.add(name.textValue()));
        }
        if (!unknown.isEmpty()) {
            throw (Ids.isCurrent(write, provider, expected)
                            ? Problem.badRequest("No such trait " + String.join(", ", unknown))
                            : staleGeneration())
                    .exception();
        }
        ImmutableSortedSet<Trait> wanted = traits.build();
        return write.submit(
                new ReplaceTraits(write.commandId(), provider, OptionalLong.of(expected), wanted),
                reply -> answer(
                                names(written(reply, wanted)),
                                OptionalLong.of(
                                        reply.hasChanged()
                                                ? reply.provider().orElseThrow().generation()
                                                : expected))
                        .modified(newest(write.after(), names(written(reply, wanted)))),
                TraitHandler::replaceProblem);
    }

    /** A drained host keeps the trait that says so, whatever is written. */
    private static Collection<Trait> written(Reply reply, ImmutableSortedSet<Trait> wanted) {
        return reply.host().isEmpty()
                ? wanted
                : ImmutableSortedSet.<Trait>naturalOrder()
                        .addAll(wanted)
                        .add(Drain.DISABLED)
                        .build();
    }

    private static Problem replaceProblem(Refusal refusal) {
        return switch (refusal.rejection()) {
            case PROVIDER_GENERATION_CONFLICT -> staleGeneration();
            case TRAIT_NOT_FOUND -> Problem.badRequest("No such trait " + Refusals.fact(refusal, Refusal.Fact.TRAIT));
            default -> Refusals.problem(refusal);
        };
    }

    private static Problem staleGeneration() {
        return Refusals.concurrentUpdate(
                "Resource provider's generation already changed. Please update the generation and try again.");
    }

    /** DELETE /resource_providers/{uuid}/traits, whatever the generation. */
    public CompletionStage<Answer> clear(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        return write.submit(
                new ReplaceTraits(write.commandId(), provider, OptionalLong.empty(), ImmutableSortedSet.of()),
                reply -> Answer.empty(204),
                Refusals::problem);
    }

    private static Collection<String> names(Collection<Trait> traits) {
        List<String> names = new ArrayList<>(traits.size());
        for (Trait trait : traits) {
            names.add(trait.name());
        }
        return names;
    }

    private static Answer answer(Collection<String> names, OptionalLong generation) {
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("traits");
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
            if (generation.isPresent()) {
                json.writeNumberField("resource_provider_generation", generation.getAsLong());
            }
            json.writeEndObject();
        });
    }

    /** When the newest of the traits was made; now, if that is known for none. */
    private static long newest(RegionView view, Collection<String> names) {
        return names.stream()
                .map(name -> view.catalogue().createdAtMs(Trait.of(name)))
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElseGet(System::currentTimeMillis);
    }
}
