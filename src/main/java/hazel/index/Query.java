package hazel.index;

public final class Query {
    public static final Query ALL = new Query();
}
