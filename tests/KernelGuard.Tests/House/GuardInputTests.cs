using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace KernelGuard.Tests.House;

/// <summary>The check takes no prompt, no model output and no message: nothing that a host can hand to a guard is made for one.</summary>
public sealed partial class GuardInputTests
{
    [Fact]
    [Trait("Requirement", "S5-01")]
    [Trait("Requirement", "S2-30")]
    [Trait("Requirement", "S2-31")]
    [Trait("Requirement", "S4-50")]
    public void Guard_Takes_NothingThatHoldsModelText()
    {
        var modelText = Inputs().Where(input => ModelText().IsMatch(input));

        Assert.Empty(modelText);
    }

    [Fact]
    public void Inputs_OfTheGuard_ReachIntoWhatIsPassed() => Assert.Subset(
        Inputs().ToHashSet(),
        new HashSet<string>
        {
            "ToolCallGuard.InvokeAsync(ToolCall call)", "ToolCall.Tool(String)", "ToolCall.new(String tool)", "AgentIdentity.new(String id)",
            "GuardOptions.PolicyPath(String)",
        });

    [Theory]
    [InlineData("Guard.InvokeAsync(String prompt)", true)]
    [InlineData("Guard.InvokeAsync(IEnumerable chatHistory)", true)]
    [InlineData("Guard.InvokeAsync(ChatMessage call)", true)]
    [InlineData("ToolCall.SystemPrompt(String)", true)]
    [InlineData("ToolCall.ModelOutput(String)", true)]
    [InlineData("ToolCall.Tool(String)", false)]
    public void ModelText_IsFound_InNamesAndTypes(string input, bool found) => Assert.Equal(found, ModelText().IsMatch(input));

    /// <summary>Parameters and settable properties of the public types in the root namespace, and of every type of ours that those take, and so on.</summary>
    private static HashSet<string> Inputs()
    {
        var library = Assembly.Load("KernelGuard");
        var open = new Queue<Type>(library.GetExportedTypes().Where(type => type.Namespace == "KernelGuard"));
        var seen = open.ToHashSet();
        var inputs = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var type))
        {
            foreach (var (text, taken) in TakenBy(type))
            {
                inputs.Add(text);
                foreach (var part in Parts(taken).Where(part => part.Assembly == library && seen.Add(part)))
                {
                    open.Enqueue(part);
                }
            }
        }

        return inputs;
    }

    private static IEnumerable<(string Text, Type Taken)> TakenBy(Type type)
    {
        var calls = type.GetMethods().Where(method => method.DeclaringType == type && !method.IsSpecialName).Cast<MethodBase>().Concat(type.GetConstructors());
        var parameters = calls.SelectMany(call => call.GetParameters().Select(parameter =>
            ($"{type.Name}.{(call.IsConstructor ? "new" : call.Name)}({parameter.ParameterType.Name} {parameter.Name})", parameter.ParameterType)));
        var properties = type.GetProperties().Where(property => !property.PropertyType.IsPrimitive)
            .Select(property => ($"{type.Name}.{property.Name}({property.PropertyType.Name})", property.PropertyType));
        return parameters.Concat(properties);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    [GeneratedRegex("prompt|message|completion|history|chat|conversation|transcript|modelOutput|modelText", RegexOptions.IgnoreCase)]
    private static partial Regex ModelText();
}
