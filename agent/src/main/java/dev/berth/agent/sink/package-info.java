/** Where reports go, one class for each door. When to report is not known here. */
package dev.berth.agent.sink;
