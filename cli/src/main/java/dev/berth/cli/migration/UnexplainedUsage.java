package dev.berth.cli.migration;

import com.google.common.collect.ImmutableList;
import dev.berth.agent.file.LegacyGuest;
import dev.berth.agent.file.LegacyHost;
import dev.berth.computenode.ComputeNode;
import dev.berth.computenode.LegacyStock;
import java.util.List;

/** What a resource tracker's file counts as used and none of the instances in it explains. Stateless. */
final class UnexplainedUsage {
    private UnexplainedUsage() {}

    /**
     * A sentence for each number that is another once it is counted again; what the file does not say is not compared.
     */
    static List<String> of(LegacyHost host) {
        ComputeNode said = host.facts().node();
        ComputeNode counted =
                said.audit(host.guests().stream().map(LegacyGuest::guest).toList(), host.settings());
        ImmutableList.Builder<String> sentences = ImmutableList.builder();
        compare(sentences, "vcpus_used", said.vcpus(), counted.vcpus());
        compare(sentences, "memory_mb_used", said.memoryMb(), counted.memoryMb());
        compare(sentences, "local_gb_used", said.localGb(), counted.localGb());
        if (host.runningVms().isPresent()
                && host.runningVms().getAsLong() != host.guests().size()) {
            sentences.add("running_vms is " + host.runningVms().getAsLong() + ", but instances lists "
                    + host.guests().size());
        }
        return sentences.build();
    }

    private static void compare(
            ImmutableList.Builder<String> sentences, String name, LegacyStock said, LegacyStock counted) {
        if (said.used() > 0 && said.used() != counted.used()) {
            sentences.add(name + " is " + said.used() + ", but what the host keeps back and the instances take come to "
                    + counted.used());
        }
    }
}
