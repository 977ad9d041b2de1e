package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CommandWriterProperties {
    @Property(tries = 40)
    void writesEveryCommandAsItIsRead(@ForAll long seed) {
        Symbols symbols = new Symbols();
        CommandWriter writer = new CommandWriter(symbols);
        CommandReader reader = new CommandReader(symbols);
        for (Command command : RandomCommands.log(seed, 200, symbols)) {
            assertThat(reader.read(command.commandId(), writer.write(command))).isEqualTo(command);
        }
    }
}
