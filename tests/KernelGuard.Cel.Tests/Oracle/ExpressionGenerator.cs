using FsCheck;
using FsCheck.Fluent;

namespace KernelGuard.Cel.Tests.Oracle;

/// <summary>Random sources of expressions over the variables <c>n</c>, <c>s</c>, <c>list</c>, <c>map</c> and <c>any</c>.</summary>
internal static class ExpressionGenerator
{
    private static readonly string[] _ints = ["0", "1", "-1", "2", "7", "9223372036854775807", "-9223372036854775808", "n"];
    private static readonly string[] _texts = ["''", "'a'", "'ab'", "'é'", "'😀'", "'\\uffff'", "'12'", "s"];
    private static readonly string[] _others = ["1u", "0u", "1.0", "0.0", "-0.5", "1e300", "null", "any", "any.a", "any.b.c", "map['x']", "b1"];
    private static readonly string[] _binary = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"];

    /// <summary>Well-typed expressions with the boolean type, and what they are made of.</summary>
    public static Gen<string> Bools(int size) => size <= 0
        ? Gen.Elements("true", "false", "n > 1", "s == 'a'", "has(any.a)", "'x' in map")
        : Gen.OneOf(
            Binary(Ints(size - 1), "<", "<=", ">", ">=", "==", "!="),
            Binary(Texts(size - 1), "<", "<=", "==", "!="),
            Binary(Lists(size - 1), "==", "!="),
            Binary(Bools(size - 1), "&&", "||", "=="),
            Bools(size - 1).Select(value => $"!({value})"),
            Three(Bools(size - 1), Bools(size - 1), Bools(size - 1)).Select(parts => $"({parts.Item1}) ? ({parts.Item2}) : ({parts.Item3})"),
            Ints(size - 1).Zip(Lists(size - 1), (item, list) => $"({item}) in ({list})"),
            Three(Lists(size - 1), Gen.Elements("all", "exists", "exists_one"), Bools(size - 2))
                .Select(parts => $"({parts.Item1}).{parts.Item2}(n, {parts.Item3})"),
            Three(Lists(size - 1), Gen.Elements("all", "exists", "existsOne"), Bools(size - 2))
                .Select(parts => $"({parts.Item1}).{parts.Item2}(i, n, i == 1 || {parts.Item3})"),
            Three(Texts(size - 1), Gen.Elements("contains", "startsWith"), Texts(size - 1)).Select(parts => $"({parts.Item1}).{parts.Item2}({parts.Item3})"));

    /// <summary>Expressions that need not make any sense.</summary>
    public static Gen<string> Anything(int size) => size <= 0
        ? Gen.Elements((string[])[.. _ints, .. _texts, .. _others, "list", "map", "true", "false", "undeclared"])
        : Gen.OneOf(
            Anything(0),
            Bools(size - 1),
            Three(Anything(size - 1), Gen.Elements(_binary), Anything(size - 1)).Select(parts => $"({parts.Item1}) {parts.Item2} ({parts.Item3})"),
            Three(Anything(size - 1), Gen.Elements("all", "exists", "exists_one", "map", "filter"), Anything(size - 2))
                .Select(parts => $"({parts.Item1}).{parts.Item2}(b1, {parts.Item3})"),
            Three(Anything(size - 1), Anything(size - 1), Anything(size - 1)).Select(parts => $"({parts.Item1}) ? ({parts.Item2}) : ({parts.Item3})"),
            Anything(size - 1).Zip(Anything(size - 1), (left, right) => $"({left})[{right}]"),
            Anything(size - 1).Zip(Anything(size - 1), (value, body) => $"cel.bind(b1, {value}, {body})"),
            Anything(size - 1).Zip(Anything(size - 1), (key, value) => $"{{{key}: {value}, 'k': 1}}"),
            Anything(size - 1).Zip(Anything(size - 1), (left, right) => $"[{left}, {right}]"),
            Anything(size - 1).Zip(Gen.Elements("size", "!", "string", "int", "dyn"), (value, function) => $"{function}({value})"));

    private static Gen<string> Ints(int size) => size <= 0
        ? Gen.Elements(_ints)
        : Gen.OneOf(
            Gen.Elements(_ints),
            Binary(Ints(size - 1), "+", "-", "*", "/", "%"),
            Texts(size - 1).Select(text => $"size({text})"),
            Texts(size - 1).Select(text => $"int({text})"),
            Lists(size - 1).Zip(Ints(size - 1), (list, index) => $"({list})[{index}]"),
            Ints(size - 1).Zip(Ints(size - 1), (value, body) => $"cel.bind(n, {value}, {body})"),
            Gen.Elements("map.x", "map['y']", "map.size()"));

    private static Gen<string> Texts(int size) => size <= 0
        ? Gen.Elements(_texts)
        : Gen.OneOf(Gen.Elements(_texts), Binary(Texts(size - 1), "+"), Ints(size - 1).Select(value => $"string({value})"));

    private static Gen<string> Lists(int size) => size <= 0
        ? Gen.Elements("[]", "[1]", "[1, 2, 2]", "list")
        : Gen.OneOf(
            Gen.Elements("list", "[0, 1]"),
            Ints(size - 1).Zip(Ints(size - 1), (first, second) => $"[{first}, {second}]"),
            Binary(Lists(size - 1), "+"),
            Lists(size - 1).Zip(Ints(size - 2), (list, body) => $"({list}).map(n, {body})"),
            Lists(size - 1).Zip(Ints(size - 2), (list, body) => $"({list}).transformList(i, n, i + {body})"),
            Lists(size - 1).Zip(Bools(size - 2), (list, body) => $"({list}).filter(n, {body})"));

    private static Gen<string> Binary(Gen<string> operands, params string[] operators) =>
        Three(operands, Gen.Elements(operators), operands).Select(parts => $"({parts.Item1}) {parts.Item2} ({parts.Item3})");

    private static Gen<(string Item1, string Item2, string Item3)> Three(Gen<string> first, Gen<string> second, Gen<string> third) =>
        first.Zip(second).Zip(third, (pair, last) => (pair.Item1, pair.Item2, last));
}
