using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cli.Formatting;
using KernelGuard.Policies;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

[Trait("Requirement", "S4-57")]
public sealed partial class LayoutPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void Format_AnyDocument_SaysTheSame() => Check(text => Assert.Equal(YamlContent.Read(text), YamlContent.Read(Format(text))));

    [Fact]
    public void Format_AnyDocument_IsDoneOnce() => Check(text => Assert.Equal(Format(text), Format(Format(text))));

    [Fact]
    public void Format_AnyDocument_KeepsEveryCommentInOrder() => Check(text => Assert.Equal(CommentsOf(text), CommentsOf(Format(text))));

    [Fact]
    public void Format_AnyDocument_HasNoByteOrderMarkAndNoCarriageReturn() => Check(text => Assert.DoesNotMatch("[\uFEFF\r]", Format(text)));

    [Fact]
    public void Format_AnyTextThatIsNotRefused_SaysTheSame() =>
        Prop.ForAll(Gen.Elements("\n\n  -:?,[]{}#'\"|>+ab1\t".ToCharArray()).ArrayOf().ToArbitrary(), letters =>
        {
            var text = new string(letters);
            if (YamlContent.TryRead(text) is not { } content)
            {
                return;
            }

            try
            {
                Assert.Equal(content, YamlContent.Read(Format(text)));
            }
            catch (LayoutException)
            {
                // No policy holds it.
            }
        }).Check(Many);

    private static void Check(Action<string> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(MessyYaml.Write(seed))).Check(Many);

    private static string Format(string text) => Layout.Format(new PolicySource("p.yaml", text));

    private static IEnumerable<string> CommentsOf(string text) => Comment().Matches(text).Select(comment => comment.Value.TrimEnd(' ', '\r'));

    [GeneratedRegex("# c[0-9]+.*")]
    private static partial Regex Comment();
}
