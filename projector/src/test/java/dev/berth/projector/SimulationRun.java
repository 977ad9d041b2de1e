package dev.berth.projector;

/** Runs worlds one after the other, each with its own seed, and prints how far it has come. */
final class SimulationRun {
    private SimulationRun() {}

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        int commands = Integer.parseInt(args[2]);
        long startNs = System.nanoTime();
        long all = 0, acked = 0, reads = 0, copies = 0, faults = 0, sim = 0;
        for (long seed = first; seed < first + count; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed, commands, new SimulatedParts());
            world.run();
            all += world.kafka.appended();
            acked += world.acknowledged;
            reads += world.reads;
            copies += world.copiesRead;
            faults += world.faults;
            sim += world.time.nowNs();
            if (args.length > 3) System.out.printf("%d %x log %d acked %d reads %d copies %d faults %d sim %.1f s at %.1f s%n", seed, world.time.trace(), world.kafka.appended(), world.acknowledged, world.reads, world.copiesRead, world.faults, world.time.nowNs()/1e9, (System.nanoTime()-startNs)/1e9);
        }
        double s = (System.nanoTime() - startNs) / 1e9;
        System.out.printf("%d commands, %d acked, %d reads, %d copies, %d faults, %.0f sim s, %.1f s, %.0f/s%n", all, acked, reads, copies, faults, sim / 1e9, s, all / s);
    }
}
