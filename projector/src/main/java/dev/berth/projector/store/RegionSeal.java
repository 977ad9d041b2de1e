package dev.berth.projector.store;

import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import java.nio.ByteBuffer;

/**
 * The row that a commit writes behind all rows of a region: what they come to, and what stands in no row of its own.
 *
 * @param position the last command that is in the rows
 * @param decided how many commands the region has decided
 * @param chain the head of the chain of its decisions
 */
record RegionSeal(Position position, long decided, RulesVersion rulesVersion, Chain chain, RowSums sums) {
    private static final int POSITION_BYTES = Integer.BYTES + 2 * Long.BYTES;
    private static final int BYTES = POSITION_BYTES + Long.BYTES + Integer.BYTES + Sha256.LENGTH + RowSums.BYTES;

    static RegionSeal of(RegionView view, RowSums sums) {
        return new RegionSeal(view.position(), view.recent().count(), view.rulesVersion(), view.chain(), sums);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt(position.partition())
                .putLong(position.offset())
                .putLong(position.timestampMs())
                .putLong(decided)
                .putInt(rulesVersion.number())
                .put(chain.head().bytes())
                .put(sums.toBytes())
                .array();
    }

    /**
     * A seal from {@link #toBytes()}.
     *
     * @throws UnreadableRowException if it is none
     */
    static RegionSeal fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new UnreadableRowException(
                    "expected the seal of a region in " + BYTES + " bytes but got " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Position position = new Position(buffer.getInt(), buffer.getLong(), buffer.getLong());
        long decided = buffer.getLong();
        RulesVersion rules = new RulesVersion(buffer.getInt());
        byte[] head = new byte[Sha256.LENGTH];
        buffer.get(head);
        return new RegionSeal(position, decided, rules, new Chain(Sha256.ofBytes(head)), RowSums.read(buffer));
    }
}
