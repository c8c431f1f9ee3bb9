using System.Text.Json;
using Xunit;

namespace KernelGuard.Cel.Tests.Evaluation;

public sealed class SelectionTests
{
    [Theory]
    [InlineData("{'a': 1}.a", "1")]
    [InlineData("{'a': 1}.b", "error: no_such_field")]
    [InlineData("{'a': 1}['a']", "1")]
    [InlineData("{'a': 1}['b']", "error: no_such_field")]
    [InlineData("{1: 'a'}[dyn(1u)]", "\"a\"")]
    [InlineData("{1: 'a'}[dyn(1.0)]", "\"a\"")]
    [InlineData("{1: 'a'}[dyn(1.5)]", "error: no_such_field")]
    [InlineData("{18446744073709551615u: 'a'}[dyn(-1)]", "error: no_such_field")]
    [InlineData("{true: 'a'}[true]", "\"a\"")]
    [InlineData("{'a': 1, 'a': 2}", "error: duplicate_key")]
    [InlineData("{0: 1, dyn(0u): 2}", "error: duplicate_key")]
    [InlineData("{1.0: 1}", "diagnostic: wrong_type")]
    [InlineData("{dyn(1.0): 1}", "error: invalid_argument")]
    [InlineData("{null: 1}", "diagnostic: wrong_type")]
    [InlineData("[7, 8, 9][0]", "7")]
    [InlineData("[7, 8, 9][3]", "error: out_of_range")]
    [InlineData("[7, 8, 9][-1]", "error: out_of_range")]
    [InlineData("[7, 8, 9][dyn(1u)]", "8")]
    [InlineData("[7, 8, 9][dyn(2.0)]", "9")]
    [InlineData("[7, 8, 9][dyn(0.1)]", "error: invalid_argument")]
    [InlineData("[7][dyn(1e300)]", "error: out_of_range")]
    [InlineData("[7][dyn('a')]", "error: invalid_argument")]
    [InlineData("dyn(1)[0]", "error: no_such_overload")]
    [InlineData("dyn(1).a", "error: no_such_field")]
    [InlineData("1.5.a", "diagnostic: no_such_field")]
    [InlineData("'a'.b", "diagnostic: no_such_field")]
    [InlineData("has({'a': null}.a)", "true")]
    [InlineData("has({'a': 1}.b)", "false")]
    [InlineData("has({'a': dyn(1)}.b.c)", "error: no_such_field")]
    [InlineData("has(dyn(1).a)", "error: no_such_field")]
    [InlineData("has(x.a)", "error: unbound_variable")]
    public void Selection_OnMapsAndLists_FollowsTheLanguage(string source, string expected) => Assert.Equal(expected, Expressions.Run(source));

    [Theory]
    [InlineData("args.amount", "750")]
    [InlineData("args.whole", "750")]
    [InlineData("args.exponent", "100")]
    [InlineData("args.fraction", "0.5")]
    [InlineData("args.huge", "1e+300")]
    [InlineData("args.large", "9007199254740992.0")]
    [InlineData("args.beyond", "error: unreadable")]
    [InlineData("args.flag", "true")]
    [InlineData("args.nothing", "null")]
    [InlineData("args.missing", "error: no_such_field")]
    [InlineData("has(args.nothing)", "true")]
    [InlineData("has(args.missing)", "false")]
    [InlineData("args.list[1].deep", "2")]
    [InlineData("args.list.map(e, e.deep)", "[1, 2]")]
    [InlineData("size(args.list)", "2")]
    [InlineData("args.half", "error: unreadable")]
    [InlineData("has(args.half)", "error: unreadable")]
    [InlineData("'half' in args", "true")]
    [InlineData("'amount' in args && !('Amount' in args)", "true")]
    [InlineData("args == args", "error: unreadable")]
    public void Json_Document_IsReadAsItIs(string source, string expected)
    {
        const string Json = """
            {"amount": 750, "whole": 750.0, "exponent": 1e2, "fraction": 0.5, "huge": 1e300, "large": 9007199254740992, "beyond": 1e999, "flag": true,
             "nothing": null, "list": [{"deep": 1}, {"deep": 2}], "half": "\ud800"}
            """;
        using var document = JsonDocument.Parse(Json);

        Assert.Equal(expected, Expressions.Run(Expressions.Standard, source, variables => variables.SetObject("args", document.RootElement)));
    }

    [Fact]
    public void Json_DisposedDocument_IsAnError()
    {
        var document = JsonDocument.Parse("{\"a\": 1}");
        var root = document.RootElement;
        document.Dispose();

        var result = Expressions.Run(Expressions.Standard, "args.a == 1", variables => variables.SetObject("args", root));

        Assert.Equal("error: unreadable", result);
    }
}
