package dev.berth.events.log;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.UnreadableLogException;
import java.util.List;
import java.util.stream.Collectors;

/** The topics are there, but not as the log needs them. The message lists every contradiction with its fix. */
public final class TopicsContradictException extends UnreadableLogException {
    private static final long serialVersionUID = 1L;

    private final transient ImmutableList<TopicContradiction> contradictions;

    public TopicsContradictException(String bootstrapServers, List<TopicContradiction> contradictions) {
        super(contradictions.stream()
                .map(contradiction -> "\n  - " + contradiction)
                .collect(Collectors.joining(
                        "", "the topics at " + bootstrapServers + " are not as the log needs them:", "")));
        this.contradictions = ImmutableList.copyOf(contradictions);
    }

    public ImmutableList<TopicContradiction> contradictions() {
        return contradictions;
    }
}
