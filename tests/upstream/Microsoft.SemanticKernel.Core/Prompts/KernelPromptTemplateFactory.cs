using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public sealed class KernelPromptTemplateFactory : IPromptTemplateFactory
{
    public KernelPromptTemplateFactory(ILoggerFactory? loggerFactory = null)
    {
        _ = loggerFactory;
    }

    public bool AllowDangerouslySetContent { get; init; }

    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        ArgumentNullException.ThrowIfNull(templateConfig);
        var known = templateConfig.TemplateFormat == PromptTemplateConfig.SemanticKernelTemplateFormat;
        result = known ? new KernelPromptTemplate(templateConfig.Template, AllowDangerouslySetContent || templateConfig.AllowDangerouslySetContent) : null;
        return known;
    }
}
