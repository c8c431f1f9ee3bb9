using Xunit;

namespace KernelGuard.Cel.Tests.Checking;

public sealed class TypeCheckerTests
{
    private static readonly CelType _customer = CelType.Object("customer", new Dictionary<string, CelField>
    {
        ["name"] = new(CelType.String),
        ["since"] = new(CelType.Nullable(CelType.Timestamp)),
    });

    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("args", CelType.Object("args", new Dictionary<string, CelField>
        {
            ["amount"] = new(CelType.Double),
            ["count"] = new(CelType.Int),
            ["note"] = new(CelType.String, Optional: true),
            ["limit"] = new(CelType.Nullable(CelType.Int)),
            ["customer"] = new(_customer),
            ["maybe"] = new(CelType.Nullable(_customer)),
            ["tags"] = new(CelType.List(CelType.String)),
            ["content-type"] = new(CelType.String),
        }))
        .AddVariable("open", CelType.Object("open", new Dictionary<string, CelField> { ["a"] = new(CelType.Int) }, CelType.Dyn))
        .AddVariable("d", CelType.Dyn)
        .AddVariable("m", CelType.Map(CelType.String, CelType.Int))
        .AddVariable("n", CelType.Map(CelType.Int, CelType.Int))
        .Build();

    [Theory]
    [InlineData("args.amount", "double")]
    [InlineData("args['amount']", "double")]
    [InlineData("args.customer.name", "string")]
    [InlineData("args.maybe.name", "string")]
    [InlineData("args.`content-type`", "string")]
    [InlineData("args.tags[0]", "string")]
    [InlineData("args", "args")]
    [InlineData("has(args.note)", "bool")]
    [InlineData("'note' in args", "bool")]
    [InlineData("args.map(k, k)", "list(string)")]
    [InlineData("size(args)", "int")]
    [InlineData("args.limit == null", "bool")]
    [InlineData("null == args.limit", "bool")]
    [InlineData("args.limit == 5", "bool")]
    [InlineData("args.limit + 1", "int")]
    [InlineData("args.customer.since == null || args.customer.since < timestamp(0)", "bool")]
    [InlineData("args.amount > 500", "bool")]
    [InlineData("args.amount == 500.0", "bool")]
    [InlineData("args.amount == 500", "diagnostic: no_such_overload")]
    [InlineData("args.count == null", "diagnostic: no_such_overload")]
    [InlineData("args.count == '5'", "diagnostic: no_such_overload")]
    [InlineData("args.amont", "diagnostic: no_such_field")]
    [InlineData("args['amont']", "diagnostic: no_such_field")]
    [InlineData("has(args.amont)", "diagnostic: no_such_field")]
    [InlineData("args.maybe.nam", "diagnostic: no_such_field")]
    [InlineData("args[0]", "diagnostic: no_such_overload")]
    [InlineData("open.a", "int")]
    [InlineData("open.b", "dyn")]
    [InlineData("open.b + 1", "int")]
    [InlineData("d", "dyn")]
    [InlineData("d.a.b", "dyn")]
    [InlineData("d + 1", "int")]
    [InlineData("d + d", "dyn")]
    [InlineData("d > 1", "bool")]
    [InlineData("d == 'a'", "bool")]
    [InlineData("-d", "dyn")]
    [InlineData("d ? 1 : 2", "int")]
    [InlineData("m.a", "int")]
    [InlineData("m['a']", "int")]
    [InlineData("m[1]", "diagnostic: no_such_overload")]
    [InlineData("n.a", "diagnostic: no_such_field")]
    [InlineData("[1, 2]", "list(int)")]
    [InlineData("[1, 'a']", "list(dyn)")]
    [InlineData("[1, d]", "list(dyn)")]
    [InlineData("[]", "list(dyn)")]
    [InlineData("[[], [1]]", "list(list(int))")]
    [InlineData("[[1], []]", "list(list(int))")]
    [InlineData("[[], [[]], [[[]]]]", "list(list(list(list(dyn))))")]
    [InlineData("{'a': 1, 'b': 'c'}", "map(string, dyn)")]
    [InlineData("{1: 1, 'b': 2}", "map(dyn, int)")]
    [InlineData("{}", "map(dyn, dyn)")]
    [InlineData("[1].map(i, [i])", "list(list(int))")]
    [InlineData("m.map(k, m[k])", "list(int)")]
    [InlineData("[1, 2].filter(i, i > 1)[0]", "int")]
    [InlineData("[1] + ['a']", "diagnostic: no_such_overload")]
    [InlineData("[] + [1]", "list(int)")]
    [InlineData("true ? [] : [1]", "list(int)")]
    [InlineData("type(1)", "type(int)")]
    [InlineData("int", "type(int)")]
    [InlineData("dyn", "diagnostic: undeclared")]
    [InlineData("duration('1s') + timestamp(0)", "google.protobuf.Timestamp")]
    [InlineData("timestamp(0) - timestamp(0)", "google.protobuf.Duration")]
    [InlineData("'a'.split(',')", "list(string)")]
    [InlineData("nowhere", "diagnostic: undeclared")]
    [InlineData("nowhere()", "diagnostic: undeclared")]
    [InlineData("[1].all(i, [2].all(j, [3].all(k, [4].all(l, true))))", "diagnostic: limit_exceeded")]
    [InlineData("[1].all(i, [2].all(j, [3].all(k, true)))", "bool")]
    public void Check_Expression_FindsItsType(string source, string expected) => Assert.Equal(expected, Expressions.TypeOf(_environment, source));

    [Theory]
    [InlineData("1", true)]
    [InlineData("d", true)]
    [InlineData("'a'", false)]
    [InlineData("[1]", false)]
    [InlineData("null", false)]
    public void Compile_WithExpectedType_RefusesOthers(string source, bool expected) =>
        Assert.Equal(expected, _environment.Compile(source, CelType.Int).Program is not null);

    [Fact]
    public void Check_SeveralMistakes_ReportsAll()
    {
        var diagnostics = _environment.Compile("args.amont > 1 && args.count == 'a' && nowhere && m.x").Diagnostics;

        Assert.Equal(["no_such_field", "no_such_overload", "undeclared", "no_such_overload"], diagnostics.Select(diagnostic => diagnostic.Code));
    }
}
