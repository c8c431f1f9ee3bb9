using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.AI;

/// <summary>Options that know their kernel; only with these do the kernel's filters run in its chat client.</summary>
internal sealed class KernelChatOptions : ChatOptions
{
    public KernelChatOptions(Kernel kernel, PromptExecutionSettings? settings)
    {
        Kernel = kernel;
        Settings = settings;
    }

    private KernelChatOptions(KernelChatOptions other)
        : base(other)
    {
        Kernel = other.Kernel;
        Settings = other.Settings;
    }

    public Kernel Kernel { get; }

    public PromptExecutionSettings? Settings { get; }

    public override ChatOptions Clone() => new KernelChatOptions(this);
}
