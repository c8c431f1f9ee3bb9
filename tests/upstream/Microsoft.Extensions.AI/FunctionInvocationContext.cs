namespace Microsoft.Extensions.AI;

/// <summary>One call of one function, as the function-invoking client hands it on.</summary>
public class FunctionInvocationContext
{
    private static readonly AIFunction s_nothing = AIFunctionFactory.Create(() => { }, "nothing");

    public AIFunction Function
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = s_nothing;

    public AIFunctionArguments Arguments
    {
        get => field ??= [];
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    }

    public FunctionCallContent CallContent
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new(string.Empty, s_nothing.Name);

    public IList<ChatMessage> Messages
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    public ChatOptions? Options { get; set; }

    public int Iteration { get; set; }

    public int FunctionCallIndex { get; set; }

    public int FunctionCount { get; set; }

    public bool Terminate { get; set; }

    public bool IsStreaming { get; set; }
}
