using System.Text;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public class ChatMessageContent : KernelContent
{
    public ChatMessageContent()
    {
    }

    public ChatMessageContent(
        AuthorRole role,
        string? content,
        string? modelId = null,
        object? innerContent = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : this(role, content is null ? [] : [new TextContent(content)], modelId, innerContent, encoding, metadata)
    {
    }

    public ChatMessageContent(
        AuthorRole role,
        ChatMessageContentItemCollection items,
        string? modelId = null,
        object? innerContent = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Role = role;
        Items = items;
        Encoding = encoding ?? Encoding.UTF8;
    }

    public AuthorRole Role { get; set; }

    public string? AuthorName { get; set; }

    public ChatMessageContentItemCollection Items { get; set; } = [];

    public Encoding Encoding { get; set; } = Encoding.UTF8;

    /// <summary>The text of the first text item.</summary>
    public string? Content
    {
        get => Items.OfType<TextContent>().FirstOrDefault()?.Text;
        set
        {
            if (Items.OfType<TextContent>().FirstOrDefault() is { } first)
            {
                first.Text = value;
            }
            else if (value is not null)
            {
                Items.Add(new TextContent(value));
            }
        }
    }

    public override string ToString() => Content ?? string.Empty;
}
