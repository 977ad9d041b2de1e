package dev.berth.ledger;

import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What a store keeps of a region: its facts and nothing that follows from them. */
final class KeptFacts {
    private final RegionView view;

    KeptFacts(RegionView view) {
        this.view = view;
    }

    /** The region made again from its facts alone, which come in any order. */
    RegionView restored(SplittableRandom order) {
        List<Consumer<RegionEdit>> facts = new ArrayList<>();
        facts.add(edit -> edit.rules(view.rulesVersion()));
        view.catalogue()
                .customClasses()
                .forEach((custom, createdAtMs) -> facts.add(edit -> edit.put(custom, createdAtMs)));
        view.catalogue()
                .customTraits()
                .forEach((custom, createdAtMs) -> facts.add(edit -> edit.put(custom, createdAtMs)));
        view.providers().all().forEach(provider -> facts.add(edit -> edit.put(provider)));
        view.consumers().all().forEach(consumer -> facts.add(edit -> edit.put(consumer)));
        view.hosts().all().forEach(report -> facts.add(edit -> edit.put(report)));
        view.enrolments().all().forEach(enrolment -> facts.add(edit -> edit.put(enrolment)));
        view.sequences().forEach((host, last) -> facts.add(edit -> edit.sequence(host, last)));
        view.drains().values().forEach(drain -> facts.add(edit -> edit.put(drain)));
        view.flavors().values().forEach(flavor -> facts.add(edit -> edit.put(flavor)));
        view.devices()
                .all()
                .forEach(host -> facts.add(edit -> edit.devices(
                        host._1(), DeviceTable.of(shuffled(host._2().devices(), order)))));
        RegionEdit edit = new RegionEdit(RegionView.empty(view.region()));
        shuffled(facts, order).forEach(fact -> fact.accept(edit));
        return edit.leftAt(view.position(), shuffled(view.recent().entries(), order), view.chain())
                .view();
    }

    private static <T> List<T> shuffled(Iterable<T> values, SplittableRandom order) {
        List<T> shuffled = new ArrayList<>();
        for (T value : values) {
            int at = order.nextInt(shuffled.size() + 1);
            shuffled.add(value);
            shuffled.set(shuffled.size() - 1, shuffled.get(at));
            shuffled.set(at, value);
        }
        return shuffled;
    }
}
