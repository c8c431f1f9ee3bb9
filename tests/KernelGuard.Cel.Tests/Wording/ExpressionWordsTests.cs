using Xunit;

namespace KernelGuard.Cel.Tests.Wording;

public sealed class ExpressionWordsTests
{
    [Theory]
    [InlineData("args.amount > 500.0", "args.amount is over 500.0")]
    [InlineData("args.amount >= 500", "args.amount is at least 500")]
    [InlineData("args.amount < 1", "args.amount is under 1")]
    [InlineData("args.amount <= 1", "args.amount is at most 1")]
    [InlineData("args.a == \"b\"", "args.a is \"b\"")]
    [InlineData("args.a != \"b\"", "args.a is not \"b\"")]
    [InlineData("!(args.a == \"b\")", "args.a is not \"b\"")]
    [InlineData("!(args.a < 1)", "not (args.a is under 1)")]
    [InlineData("args.a in [\"b\", \"c\"]", "args.a is one of \"b\", \"c\"")]
    [InlineData("!(args.a in [\"b\", \"c\"])", "args.a is not one of \"b\", \"c\"")]
    [InlineData("\"admin\" in args.roles", "\"admin\" is in args.roles")]
    [InlineData("!(\"admin\" in args.roles)", "\"admin\" is not in args.roles")]
    [InlineData("has(args.a)", "args.a is given")]
    [InlineData("!has(args.a.b)", "args.a.b is not given")]
    [InlineData("args.a == 1 && args.b == 2 && args.c == 3", "args.a is 1 and args.b is 2 and args.c is 3")]
    [InlineData("args.a == 1 || args.b == 2 && args.c == 3", "args.a is 1 or (args.b is 2 and args.c is 3)")]
    [InlineData("(args.a == 1 || args.b == 2) && args.c == 3", "(args.a is 1 or args.b is 2) and args.c is 3")]
    [InlineData("!(args.a == 1 || args.b == 2)", "not (args.a is 1 or args.b is 2)")]
    [InlineData("!!args.a", "not (`args.a` does not hold)")]
    [InlineData("args.a + x * 2 > 10", "args.a + x * 2 is over 10")]
    [InlineData("(args.a + x) * 2 > (10 - x)", "(args.a + x) * 2 is over 10 - x")]
    [InlineData("((args.a)) == (\"b\")", "args.a is \"b\"")]
    [InlineData("size(args.a) > 10", "size(args.a) is over 10")]
    [InlineData("args.a.startsWith(\"b\")", "`args.a.startsWith(\"b\")` holds")]
    [InlineData("!args.a.startsWith(\"b\")", "`args.a.startsWith(\"b\")` does not hold")]
    [InlineData("args.flag", "`args.flag` holds")]
    [InlineData("!args.flag", "`args.flag` does not hold")]
    [InlineData("true", "`true` holds")]
    [InlineData("args.l.exists(i, i > 1)", "`args.l.exists(i, i > 1)` holds")]
    [InlineData("(args.a > 1) == args.b", "`(args.a > 1) == args.b` holds")]
    [InlineData("args.a ? args.b : args.c", "`args.a ? args.b : args.c` holds")]
    [InlineData("args.a > 1\n  && args.b\n    .startsWith(\"c\")", "args.a is over 1 and `args.b .startsWith(\"c\")` holds")]
    [Trait("Requirement", "S3-45")]
    public void ToWords_Condition_SaysExactlyThat(string condition, string expected) =>
        Assert.Equal(expected, Expressions.Standard.Compile(condition).Program!.ToWords());
}
