package dev.berth.agent;

import dev.berth.events.command.ReportHost;
import java.util.concurrent.CompletionStage;

/** Where an agent's reports go. Called by the agent's thread alone. */
public interface ReportSink {
    /** Sends the report; the stage ends when it is durable, or exceptionally if it may not have arrived. */
    CompletionStage<?> publish(ReportHost report);
}
