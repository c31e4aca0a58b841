@org.jspecify.annotations.NullMarked
package hazel.index;
