package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * How one type of the model is said in Avro, in both directions. Reading throws {@link IllegalArgumentException} with the reason
 * where the record holds what the model does not admit. Stateless.
 */
record Shape<M, A extends SpecificRecord>(Class<M> model, Class<A> avro, Function<M, A> writer, Function<A, M> reader) {
    Shape {
        TrustedClasses.ensure();
    }

    A write(Object value) {
        return writer.apply(model.cast(value));
    }

    M read(Object avroRecord) {
        return reader.apply(avro.cast(avroRecord));
    }

    /** The schema of the generated class, which says how Java holds a string. */
    Schema schema() {
        return SpecificData.get().getSchema(avro);
    }

    /** The schema as it is registered: what every language reads, without the notes for Java. */
    AvroSchema publishedSchema() {
        return new AvroSchema(AvroSchemaUtils.getSchema(SpecificData.newInstance(avro, schema()), false, false, true));
    }

    String recordName() {
        return schema().getFullName();
    }
}
