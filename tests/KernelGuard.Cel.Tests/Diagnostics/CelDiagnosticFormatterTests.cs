using KernelGuard.Cel.Diagnostics;
using Xunit;

namespace KernelGuard.Cel.Tests.Diagnostics;

public sealed class CelDiagnosticFormatterTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("args", CelType.Object("args", new Dictionary<string, CelField> { ["amount"] = new(CelType.Double), ["region"] = new(CelType.String) }))
        .Build();

    [Theory]
    [InlineData("args.amont > 5", """
        error no_such_field: `args` has no field `amont`
         --> 1:6
         | args.amont > 5
         |      ^^^^^
        help: did you mean `amount`?
        """)]
    [InlineData("arg.amount > 5", """
        error undeclared: `arg` is not declared
         --> 1:1
         | arg.amount > 5
         | ^^^
        help: did you mean `args`?
        """)]
    [InlineData("args.amount == 5", """
        error no_such_overload: `==` does not take `double` and `int`
         --> 1:13
         | args.amount == 5
         |             ^^
        help: convert one side, as in `double(x)`
        """)]
    [InlineData("args.region.startWith('eu')", """
        error undeclared: the function `startWith` is not declared
         --> 1:13
         | args.region.startWith('eu')
         |             ^^^^^^^^^
        help: did you mean `startsWith`?
        """)]
    [InlineData("args.region.startsWith(1)", """
        error no_such_overload: `string` has no method `startsWith` for `int`
         --> 1:13
         | args.region.startsWith(1)
         |             ^^^^^^^^^^
        help: it can be called as `string.startsWith(string)`
        """)]
    [InlineData("args.amount >\n\t'a\\q'", """
        error invalid_literal: unknown escape sequence
         --> 2:4
         | 	'a\q'
         | 	  ^^
        """)]
    [InlineData("args.amount >", """
        error syntax_error: the expression ends where a value is expected
         --> 1:14
         | args.amount >
         |              ^
        """)]
    [InlineData("args.amount = 5", """
        error syntax_error: a single `=` is no operator: `==` compares
         --> 1:13
         | args.amount = 5
         |             ^
        """)]
    [InlineData("args.amount 5", """
        error syntax_error: `5` stands where an operator or the end of the expression is expected
         --> 1:13
         | args.amount 5
         |             ^
        """)]
    [InlineData("args.region in 'eu'", """
        error no_such_overload: `in` does not take `string` and `string`
         --> 1:13
         | args.region in 'eu'
         |             ^^
        """)]
    [InlineData("args.region.matches('(?=aaa)')", """
        error invalid_pattern: RE2 has no group of this kind
         --> 1:21
         | args.region.matches('(?=aaa)')
         |                     ^^^^^^^^^
        """)]
    [InlineData("args.region '''a\\nb'''", """
        error syntax_error: a text literal stands where an operator or the end of the expression is expected
         --> 1:13
         | args.region '''a\nb'''
         |             ^^^^^^^^^^
        """)]
    [InlineData("[1].all(i, i)", """
        error wrong_type: the condition is `int` where `bool` is required
         --> 1:12
         | [1].all(i, i)
         |            ^
        """)]
    public void Format_Mistake_UnderlinesIt(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), Expressions.Diagnose(_environment, source));

    [Fact]
    public void Format_ControlCharacters_AreNotWritten() =>
        Assert.DoesNotContain('\u001b', Expressions.Diagnose(_environment, "\u001b[31m'red'"));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(99, 2, 3)]
    public void Locate_Position_IsLineAndColumn(int start, int line, int column) =>
        Assert.Equal((line, column), new CelSpan(start, 0).Locate("ab\ncd"));
}
