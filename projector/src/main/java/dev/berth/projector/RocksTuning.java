package dev.berth.projector;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;

/**
 * What RocksDB gets for stores that are written all the time and read at a start: small memtables, which bounds memory
 * for many partitions, and a small block cache.
 */
public final class RocksTuning implements RocksDBConfigSetter {
    private static final long MEMTABLE_BYTES = 8L << 20;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing to close.
    }
}
