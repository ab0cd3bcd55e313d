// Reads files as Gephi does when one is opened, and prints a line of JSON for each.
import groovy.json.JsonOutput
import java.nio.file.Files
import java.nio.file.Path
import org.gephi.io.importer.api.Report
import org.gephi.io.importer.impl.ImportContainerImpl
import org.gephi.io.importer.plugin.file.ImporterGEXF
import org.gephi.io.importer.plugin.file.ImporterGraphML

def columns(all) { all.collectEntries { [it.title, it.typeClass.simpleName] } }

args.each { name ->
    def importer = name.endsWith('.gexf') ? new ImporterGEXF() : new ImporterGraphML()
    def container = new ImportContainerImpl()
    def report = new Report()
    container.report = report
    Files.newBufferedReader(Path.of(name)).withCloseable {
        importer.reader = it
        importer.execute(container.loader)
    }
    report.append(importer.report)
    def verified = container.verify()
    container.closeLoader()
    def read = container.unloader
    def nodes = read.nodes.collect { it }
    println JsonOutput.toJson([
        file: name,
        verified: verified,
        issues: report.getIssues(1000).collect { [it.level.toString(), it.message] },
        nodes: nodes.size(),
        edges: read.edgeCount,
        dynamic: container.dynamicGraph,
        labels: nodes*.label,
        placed: nodes.count { it.x != 0 || it.y != 0 },
        coloured: nodes.count { it.color != null },
        nodeColumns: columns(read.nodeColumns),
        edgeColumns: columns(read.edgeColumns),
    ])
}
