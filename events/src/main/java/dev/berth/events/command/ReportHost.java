package dev.berth.events.command;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;

/**
 * What a compute agent says its host has: a full snapshot. Providers of the host that it does not name any more are deleted if
 * nothing is allocated from them and kept otherwise. Saying the same again changes nothing.
 *
 * @param host the root provider of the host
 * @param providers the host's tree, parents before children; the first is the root
 */
public record ReportHost(CommandId commandId, ProviderId host, ImmutableList<ReportedProvider> providers)
        implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.REPORT_HOST;
    }
}
