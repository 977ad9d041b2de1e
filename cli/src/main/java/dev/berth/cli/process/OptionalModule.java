package dev.berth.cli.process;

/** A module that a download may leave out. What needs it looks first whether it is here. */
public enum OptionalModule {
    CONSOLE("dev.berth.console.ConsoleRoutes"),
    EMBEDDED("dev.berth.embedded.EmbeddedKafka"),
    SIMULATOR("dev.berth.simulator.workload.Workload");

    private final boolean isHere;

    OptionalModule(String oneOfItsClasses) {
        this.isHere =
                OptionalModule.class.getClassLoader().getResource(oneOfItsClasses.replace('.', '/') + ".class") != null;
    }

    public boolean isHere() {
        return isHere;
    }
}
