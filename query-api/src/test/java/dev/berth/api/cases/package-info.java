/** API cases written as text, and what runs them. */
package dev.berth.api.cases;
