package dev.berth.simulator.workload;

/** How an answer compares with what may be answered. */
public enum AnswerCheck {
    /** Done as asked. */
    GRANTED,
    /** Refused where that is among what may happen, such as somebody else having been faster. */
    REFUSED,
    /** Neither: the service is wrong, or the scheduler is. */
    UNEXPECTED,
    /** No answer came, or one that leaves open what happened: a broken connection, a 5xx status. */
    LOST
}
